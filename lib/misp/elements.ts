/**
 * Splits a JSON answer into the elements of its first array while it streams in, so that memory is
 * bounded by a group of elements, whatever the answer: `{"response":{"Attribute":[…]}}`,
 * `{"response":[…]}`, `[…]` and `{"Tag":[…]}` alike.
 *
 * Brackets, strings and commas are found on bytes; `JSON.parse` judges everything else: each group
 * of elements, and at the end the envelope with the array emptied. A body that ends early or breaks
 * the grammar anywhere is an error, never a short page.
 */

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

/** Answers of about a megabyte parse faster than larger ones; a quarter keeps the latency low. */
const GROUP_BYTES = 256 * 1024;
/** An envelope is a few dozen bytes; an error answer without an array is read up to this size. */
const ENVELOPE_BYTES = 1024 * 1024;
/** An attachment may be large; more than this in one element is no MISP answer. */
const ELEMENT_BYTES = 256 * 1024 * 1024;

/** The body is not JSON, or not all of it came. */
export class MalformedAnswer extends Error {
  override readonly name = "MalformedAnswer";
}

/** Bytes kept until they are whole enough to be decoded. */
class Pending {
  #parts: Uint8Array[] = [];
  size = 0;

  add(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#parts.push(bytes);
    this.size += bytes.length;
  }

  take(): string {
    const only = this.#parts.length === 1 ? this.#parts[0] : undefined;
    const bytes = only ?? this.#joined();
    this.#parts = [];
    this.size = 0;
    return decodeUtf8(bytes);
  }

  #joined(): Uint8Array {
    const all = new Uint8Array(this.size);
    let at = 0;
    for (const part of this.#parts) {
      all.set(part, at);
      at += part.length;
    }
    return all;
  }
}

/** @throws {MalformedAnswer} */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new MalformedAnswer("The answer is not valid UTF-8", { cause });
  }
}

/** @throws {MalformedAnswer} */
export function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new MalformedAnswer(`The answer is not valid JSON (${what})`, { cause });
  }
}

/** Takes a body chunk by chunk and gives the groups of elements that have become whole. */
class Splitter {
  readonly #groupBytes: number;
  readonly #envelope = new Pending();
  readonly #group = new Pending();
  #place: "before" | "inside" | "after" = "before";
  #groups = 0;
  #depth = 0;
  #arrayDepth = 0;
  #inString = false;
  #escaped = false;

  constructor(groupBytes: number) {
    this.#groupBytes = groupBytes;
  }

  /** The elements that end in `chunk`, when there are enough of them; else undefined. */
  push(chunk: Uint8Array): unknown[] | undefined {
    const at = this.#place === "before" ? this.#openArray(chunk) : 0;
    if (this.#place === "inside") return this.#pushInside(chunk, at);
    this.#addToEnvelope(chunk.subarray(at));
    return undefined;
  }

  end(): void {
    if (this.#place === "before") throw new MalformedAnswer("The answer holds no list");
    if (this.#place === "inside") {
      throw new MalformedAnswer("The answer ends in the middle of a list");
    }
    parseJson(this.#envelope.take(), "around its list");
  }

  /** Looks for the bracket that opens the array; returns the index behind what was consumed. */
  #openArray(chunk: Uint8Array): number {
    const at = this.#scan(chunk, 0);
    this.#addToEnvelope(chunk.subarray(0, at + 1));
    if (at < chunk.length) {
      this.#place = "inside";
      this.#arrayDepth = this.#depth;
    }
    return at + 1;
  }

  #pushInside(chunk: Uint8Array, from: number): unknown[] | undefined {
    let boundary = -1;
    for (let at = from;; at++) {
      at = this.#scan(chunk, at);
      if (at >= chunk.length) break;
      if (this.#depth < this.#arrayDepth) return this.#closeArray(chunk, from, at);
      boundary = at;
    }
    if (boundary < 0 || this.#group.size + boundary - from < this.#groupBytes) {
      this.#group.add(chunk.subarray(from));
      if (this.#group.size > ELEMENT_BYTES) throw new MalformedAnswer("An element is too large");
      return undefined;
    }
    this.#group.add(chunk.subarray(from, boundary));
    const elements = this.#takeGroup();
    this.#group.add(chunk.subarray(boundary + 1));
    return elements;
  }

  #closeArray(chunk: Uint8Array, from: number, end: number): unknown[] | undefined {
    this.#place = "after";
    this.#group.add(chunk.subarray(from, end));
    this.#addToEnvelope(chunk.subarray(end));
    return this.#takeGroup();
  }

  #takeGroup(): unknown[] | undefined {
    const text = this.#group.take();
    if (text.trim() === "") {
      if (this.#groups === 0 && this.#place === "after") return undefined;
      throw new MalformedAnswer("The answer has an empty list element");
    }
    this.#groups++;
    const elements = parseJson(`[${text}]`, "in a list element");
    return Array.isArray(elements) ? elements : undefined;
  }

  #addToEnvelope(bytes: Uint8Array): void {
    this.#envelope.add(bytes);
    if (this.#envelope.size > ENVELOPE_BYTES) {
      throw new MalformedAnswer("The answer holds too much beside its list");
    }
  }

  /**
   * Index of the next byte that matters, or the chunk's length: before the array its opening
   * bracket, inside it a comma between elements or the bracket that closes it.
   */
  #scan(chunk: Uint8Array, from: number): number {
    let depth = this.#depth, inString = this.#inString, escaped = this.#escaped, at = from;
    const before = this.#place === "before", inside = this.#place === "inside";
    const arrayDepth = this.#arrayDepth;
    for (; at < chunk.length; at++) {
      const byte = chunk[at];
      if (inString) {
        if (escaped) escaped = false;
        else if (byte === BACKSLASH) escaped = true;
        else if (byte === QUOTE) inString = false;
      } else if (byte === QUOTE) inString = true;
      else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
        depth++;
        if (before && byte === OPEN_BRACKET) break;
      } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
        depth--;
        if (inside && depth < arrayDepth) break;
      } else if (byte === COMMA && inside && depth === arrayDepth) break;
    }
    this.#depth = depth;
    this.#inString = inString;
    this.#escaped = escaped;
    return at;
  }
}

/**
 * Yields the elements of the first array in `body`, some at a time.
 *
 * @throws {MalformedAnswer} when the body is cut off, is no JSON or holds no array.
 */
export async function* elementsOf(
  body: AsyncIterable<Uint8Array>,
  groupBytes = GROUP_BYTES,
): AsyncGenerator<unknown[]> {
  const splitter = new Splitter(groupBytes);
  for await (const chunk of body) {
    const elements = splitter.push(chunk);
    if (elements !== undefined) yield elements;
  }
  splitter.end();
}
