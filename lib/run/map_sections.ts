/**
 * The input in pieces, each judged as a whole before any of it is written. An input of usual size is
 * one piece. A larger one that has a JSON value on its first line comes in groups of whole lines, so
 * that memory has a bound; any other value must be read to its end before it can be trusted.
 */
import { lineBreaks, type Position } from "./map_locate.ts";
import { InputError } from "./map_problem.ts";
import { decodeText } from "./map_text.ts";

/** Up to here nothing is written before all of the input was read. */
export const BUFFER_BYTES = 64 * 1024 * 1024;
/** Lines beyond that are mapped in groups of about this size. */
const GROUP_BYTES = 256 * 1024;
/** No text of the runtime can be longer. */
const LARGEST_BYTES = 500_000_000;
const LINE_FEED = 0x0a;

/** Lines that hold a value each, or all of an input whose form is not known yet. */
export interface Section extends Omit<Position, "column"> {
  readonly kind: "lines" | "all";
  readonly text: string;
}

/** Bytes that were read and not given out yet. */
class HeldBytes {
  #parts: Uint8Array[] = [];
  size = 0;
  /** Where the held bytes begin in the input. */
  #start = { line: 1, byte: 0 };
  #hasBegun = false;
  /** Whether the first line with something on it is here to its end. */
  hasLine = false;

  add(chunk: Uint8Array): void {
    this.#parts.push(chunk);
    this.size += chunk.length;
    if (this.hasLine) return;
    const from = this.#hasBegun ? 0 : chunk.findIndex((byte) => byte > 0x20);
    if (from < 0) return;
    this.#hasBegun = true;
    this.hasLine = chunk.indexOf(LINE_FEED, from) >= 0;
  }

  /** The first line with something on it, once it is here to its end. */
  firstLine(): string {
    const bytes = this.#joined();
    const from = bytes.findIndex((byte) => byte > 0x20);
    return decodeText(bytes.subarray(0, bytes.indexOf(LINE_FEED, from)), this.#start);
  }

  /** Some whole lines, as many as are here to their end; undefined when none is. */
  #takeLines(): Section | undefined {
    const bytes = this.#joined();
    const end = bytes.lastIndexOf(LINE_FEED, GROUP_BYTES) + 1 || bytes.indexOf(LINE_FEED) + 1;
    return end === 0 ? undefined : this.#take(end, "lines");
  }

  *allLines(): Generator<Section> {
    for (let lines = this.#takeLines(); lines !== undefined; lines = this.#takeLines()) yield lines;
  }

  takeRest(kind: Section["kind"]): Section {
    return this.#take(this.#joined().length, kind);
  }

  #take(end: number, kind: Section["kind"]): Section {
    const bytes = this.#joined();
    const section = { ...this.#start, kind, text: decodeText(bytes.subarray(0, end), this.#start) };
    const rest = bytes.subarray(end);
    this.#parts = rest.length === 0 ? [] : [rest];
    this.size = rest.length;
    this.#start = {
      line: section.line + lineBreaks(section.text),
      byte: section.byte + end,
    };
    return section;
  }

  #joined(): Uint8Array {
    const [only, ...others] = this.#parts;
    if (only !== undefined && others.length === 0) return only;
    const all = new Uint8Array(this.size);
    let at = 0;
    for (const part of this.#parts) {
      all.set(part, at);
      at += part.length;
    }
    this.#parts = [all];
    return all;
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text.replace(/^\ufeff/, ""));
    return true;
  } catch {
    return false;
  }
}

/** @throws {InputError} for an input that is no text, or too large to be one value. */
export async function* readSections(
  chunks: AsyncIterable<Uint8Array>,
  bufferBytes = BUFFER_BYTES,
): AsyncGenerator<Section> {
  const held = new HeldBytes();
  let inLines: boolean | undefined;
  for await (const chunk of chunks) {
    held.add(chunk);
    if (held.size > LARGEST_BYTES) throw tooLarge();
    if (inLines === undefined && held.size > bufferBytes && held.hasLine) {
      inLines = isJson(held.firstLine());
    } else if (!chunk.includes(LINE_FEED)) continue;
    if (inLines === true) yield* held.allLines();
  }
  if (held.size > 0) yield held.takeRest(inLines === true ? "lines" : "all");
}

function tooLarge(): InputError {
  return new InputError(
    `Cannot read the input: a JSON value in it is larger than ${LARGEST_BYTES / 1e6} MB; write ` +
      "each event or attribute on a line of its own, or ask MISP for fewer at a time",
  );
}
