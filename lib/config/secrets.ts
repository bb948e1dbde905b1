/** What stands for a secret wherever it would be shown. */
export const MASK = "••••";

/** A text that cannot be printed by accident: only `reveal()` gives it. */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return MASK;
  }

  toJSON(): string {
    return MASK;
  }

  [Symbol.for("Deno.customInspect")](): string {
    return MASK;
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return MASK;
  }
}

/** Where a secret is kept, besides being written out: at most one of the two. */
export interface SecretPlace {
  readonly file?: string | undefined;
  readonly command?: string | readonly string[] | undefined;
}

export interface SecretReaders {
  readTextFile(path: string): Promise<string>;
  /** Runs a program and gives its standard output; rejects when it fails. */
  run(command: readonly string[]): Promise<string>;
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function readFile(path: string, readers: SecretReaders): Promise<string> {
  let text: string;
  try {
    text = await readers.readTextFile(path);
  } catch (error) {
    throw new Error(`Cannot read "${path}": ${reason(error)}`, { cause: error });
  }
  const secret = text.replace(/[\r\n]+$/, "");
  if (secret === "") throw new Error(`File "${path}" is empty`);
  if (/[\r\n]/.test(secret)) throw new Error(`File "${path}" has more than one line`);
  return secret;
}

/** A command is named by its program alone: its arguments may say too much. */
function programOf(command: string | readonly string[]): string {
  return (typeof command === "string" ? command.trim().split(/\s+/) : command)[0] ?? "";
}

async function readCommand(
  command: string | readonly string[],
  readers: SecretReaders,
): Promise<string> {
  const program = programOf(command);
  let output: string;
  try {
    output = await readers.run(typeof command === "string" ? ["sh", "-c", command] : command);
  } catch (error) {
    throw new Error(`Command "${program}" failed: ${reason(error)}`, { cause: error });
  }
  const secret = output.split(/\r?\n/, 1)[0] ?? "";
  if (secret === "") throw new Error(`Command "${program}" printed nothing on its first line`);
  return secret;
}

/** Reads the secret that is kept in a file (one line) or printed by a command (its first line). */
export async function readSecret(
  place: SecretPlace,
  readers: SecretReaders,
): Promise<Secret | undefined> {
  if (place.file !== undefined) return new Secret(await readFile(place.file, readers));
  if (place.command !== undefined) return new Secret(await readCommand(place.command, readers));
  return undefined;
}
