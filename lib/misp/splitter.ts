/**
 * Finds the elements of the first array in a JSON body while it streams in. Brackets, strings and
 * commas are looked for on bytes, in loops as tight as they can be: every byte of MISP passes here.
 */
import { type BufferPool, GroupBuffer } from "./group_buffer.ts";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const SPACE = 0x20;

/** An envelope is a few dozen bytes; an error answer without an array is read up to this size. */
const ENVELOPE_BYTES = 1024 * 1024;
/** An attachment may be large; more than this in one element is no MISP answer. */
const ELEMENT_BYTES = 256 * 1024 * 1024;

/** The body is not JSON, or not all of it came. */
export class MalformedAnswer extends Error {
  override readonly name = "MalformedAnswer";
}

/** Whole elements, with the commas between them, in a buffer of the pool. */
export interface ElementGroup {
  readonly bytes: Uint8Array;
  /** Where each element ends: before its comma, or at the end of `bytes`. */
  readonly ends: readonly number[];
}

/** Takes a body chunk by chunk and gives the groups of elements that have become whole. */
export class Splitter {
  readonly #groupBytes: number;
  readonly #envelope: GroupBuffer;
  readonly #group: GroupBuffer;
  #ends: number[] = [];
  #place: "before" | "inside" | "after" = "before";
  #elements = 0;
  #depth = 0;
  #arrayDepth = 0;
  #inString = false;
  #escaped = false;
  /** Whether the element has begun a bracket: it may have one, with all of it inside. */
  #opened = false;

  constructor(groupBytes: number, pool: BufferPool) {
    this.#groupBytes = groupBytes;
    this.#envelope = new GroupBuffer(pool);
    this.#group = new GroupBuffer(pool);
  }

  /** The elements that end in `chunk`, when there are enough of them; else undefined. */
  push(chunk: Uint8Array): ElementGroup | undefined {
    const at = this.#place === "before" ? this.#openArray(chunk) : 0;
    if (this.#place === "inside") return this.#pushInside(chunk, at);
    this.#addToEnvelope(chunk.subarray(at));
    return undefined;
  }

  /** What stood around the array, with nothing in it. */
  end(): Uint8Array {
    if (this.#place === "before") throw new MalformedAnswer("The answer holds no list");
    if (this.#place === "inside") {
      throw new MalformedAnswer("The answer ends in the middle of a list");
    }
    return this.#envelope.take();
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

  #pushInside(chunk: Uint8Array, from: number): ElementGroup | undefined {
    const offset = this.#group.size - from;
    let boundary = -1;
    for (let at = from;; at++) {
      at = this.#scan(chunk, at);
      if (at >= chunk.length) break;
      if (this.#depth < this.#arrayDepth) return this.#closeArray(chunk, from, at);
      boundary = at;
      this.#ends.push(offset + at);
    }
    if (boundary < 0 || offset + boundary < this.#groupBytes) {
      this.#group.add(chunk.subarray(from));
      if (this.#group.size > ELEMENT_BYTES) throw new MalformedAnswer("An element is too large");
      return undefined;
    }
    this.#group.add(chunk.subarray(from, boundary));
    const group = this.#takeGroup();
    this.#group.add(chunk.subarray(boundary + 1));
    return group;
  }

  #closeArray(chunk: Uint8Array, from: number, end: number): ElementGroup | undefined {
    this.#place = "after";
    this.#group.add(chunk.subarray(from, end));
    this.#addToEnvelope(chunk.subarray(end));
    this.#ends.push(this.#group.size);
    return this.#takeGroup();
  }

  #takeGroup(): ElementGroup | undefined {
    const ends = this.#ends;
    const bytes = this.#group.take();
    const mayBeNone = this.#place === "after" && this.#elements === 0 && ends.length === 1;
    if (mayBeNone && isBlank(bytes, 0, bytes.length)) return undefined;
    this.#ends = [];
    this.#elements += ends.length;
    let start = 0;
    for (const end of ends) {
      if (isBlank(bytes, start, end)) {
        throw new MalformedAnswer("The answer has an empty list element");
      }
      start = end + 1;
    }
    return { bytes, ends };
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
    const { length } = chunk;
    const before = this.#place === "before", inside = this.#place === "inside";
    const arrayDepth = this.#arrayDepth;
    let depth = this.#depth, inString = this.#inString, opened = this.#opened, at = from;
    if (this.#escaped && at < length) {
      this.#escaped = false;
      at++;
    }
    for (; at < length; at++) {
      if (inString) {
        at = stringEnd(chunk, at);
        if (at >= length) break;
        inString = false;
        continue;
      }
      const byte = chunk[at];
      if (byte === QUOTE) inString = true;
      else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
        if (inside && depth === arrayDepth) {
          if (opened) throw new MalformedAnswer("The answer misses a comma in its list");
          opened = true;
        }
        depth++;
        if (before && byte === OPEN_BRACKET) break;
      } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
        depth--;
        if (inside && depth < arrayDepth) break;
      } else if (byte === COMMA && inside && depth === arrayDepth) {
        opened = false;
        break;
      }
    }
    this.#escaped ||= at > length;
    this.#depth = depth;
    this.#inString = inString;
    this.#opened = opened;
    return Math.min(at, length);
  }
}

/** Index of the closing quote; the length or, after a back-slash, one more when it is not there. */
function stringEnd(chunk: Uint8Array, from: number): number {
  const { length } = chunk;
  let at = from;
  while (at < length) {
    const byte = chunk[at];
    if (byte === QUOTE) return at;
    at += byte === BACKSLASH ? 2 : 1;
  }
  return at;
}

/** Control characters pass here, and are refused when they are parsed. */
function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (Number(bytes[at]) > SPACE) return false;
  return true;
}
