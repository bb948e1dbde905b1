/**
 * A new version of a file: written beside it, readable by its owner only, and put in its place in
 * one step. Until then, and whatever goes wrong, the old one stays as it is.
 */
import { LineWriter } from "./line_writer.ts";

export class Replacement implements AsyncDisposable {
  readonly #path: string;
  readonly #file: Deno.FsFile;
  readonly #lines: LineWriter;
  #open = true;

  /** What an interrupted run left under the same name is overwritten: its lock is ours. */
  static async create(path: string): Promise<Replacement> {
    const options = { write: true, create: true, truncate: true, mode: 0o600 };
    return await guarded(path, async () => {
      return new Replacement(path, await Deno.open(temporaryPath(path), options));
    });
  }

  private constructor(path: string, file: Deno.FsFile) {
    this.#path = path;
    this.#file = file;
    const encoder = new TextEncoder();
    this.#lines = new LineWriter(async (text) => {
      const bytes = encoder.encode(text);
      for (let at = 0; at < bytes.length;) at += await file.write(bytes.subarray(at));
    });
  }

  get bytes(): number {
    return this.#lines.bytes;
  }

  write(text: string): Promise<void> {
    return guarded(this.#path, () => this.#lines.write(text));
  }

  /** Safe on the disk before it takes the old one's name, whose mode it keeps. */
  async commit(): Promise<void> {
    await guarded(this.#path, async () => {
      await this.#file.sync();
      const mode = await modeOf(this.#path);
      if (mode !== undefined) await Deno.chmod(temporaryPath(this.#path), mode);
      this.#close();
      await Deno.rename(temporaryPath(this.#path), this.#path);
    });
  }

  #close(): void {
    if (this.#open) this.#file.close();
    this.#open = false;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#close();
    try {
      await Deno.remove(temporaryPath(this.#path));
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
}

function temporaryPath(path: string): string {
  return `${path}.new`;
}

/** Where the system has modes. */
async function modeOf(path: string): Promise<number | undefined> {
  if (Deno.build.os === "windows") return undefined;
  try {
    const { mode } = await Deno.stat(path);
    return mode === null ? undefined : mode & 0o777;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

async function guarded<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new Error(
      `Cannot write "${
        temporaryPath(path)
      }", so "${path}" stays as it was: is there room, and may ` +
        "this user write there?",
      { cause: error },
    );
  }
}
