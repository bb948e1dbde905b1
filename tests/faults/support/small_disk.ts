/** A file system of a size of its own; only root may mount one. */
import { run } from "../../support/engine/command.ts";

const BLOCK = 4096;

export class SmallDisk implements AsyncDisposable {
  readonly path: string;

  /** Whether this user may mount anything. */
  static async isPossible(): Promise<boolean> {
    const folder = await Deno.makeTempDir({ prefix: "ti-misp-disk-" });
    try {
      await (await SmallDisk.mount(`${folder}/disk`, "1m"))[Symbol.asyncDispose]();
      return true;
    } catch {
      return false;
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  }

  static async mount(path: string, size: string): Promise<SmallDisk> {
    await Deno.mkdir(path);
    await run("mount", ["-t", "tmpfs", "-o", `size=${size}`, "ti-misp-test", path]);
    return new SmallDisk(path);
  }

  private constructor(path: string) {
    this.path = path;
  }

  get #ballast(): string {
    return `${this.path}/ballast`;
  }

  /** Leaves room for a few thousand bytes. */
  async fill(): Promise<void> {
    using file = await Deno.open(this.#ballast, { write: true, create: true });
    const block = new Uint8Array(BLOCK);
    try {
      for (;;) await file.write(block);
    } catch {
      // That is the end of it.
    }
    await file.truncate((await file.stat()).size - 3 * BLOCK);
  }

  async clear(): Promise<void> {
    await Deno.remove(this.#ballast);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await run("umount", [this.path]);
  }
}
