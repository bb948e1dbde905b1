/** A file system of a size of its own; only root may mount one. */
import { run } from "../../support/engine/command.ts";

export class SmallDisk implements AsyncDisposable {
  readonly path: string;

  /** Undefined where nothing can be mounted. */
  static async mount(path: string, size: string): Promise<SmallDisk | undefined> {
    await Deno.mkdir(path);
    try {
      await run("mount", ["-t", "tmpfs", "-o", `size=${size}`, "ti-misp-test", path]);
    } catch {
      return undefined;
    }
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
    const block = new Uint8Array(4096);
    try {
      for (;;) await file.write(block);
    } catch {
      // That is the end of it.
    }
    await file.truncate((await file.stat()).size - 3 * block.length);
  }

  async clear(): Promise<void> {
    await Deno.remove(this.#ballast);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await run("umount", [this.path]);
  }
}
