/**
 * A hash of text by which a later change of it is told: XXH64, at an eighth of what SHA-256 costs for
 * each document. It is compared with that of one other text, the same document's before; nobody gains
 * by two texts of his own that hash alike.
 */
import xxhash from "xxhash-wasm";

const { h64Raw } = await xxhash();

/** Enough for the text of most documents. */
const BUFFER_BYTES = 64 * 1024;
/** No character takes more. */
const BYTES_PER_CHARACTER = 3;

const encoder = new TextEncoder();
const buffer = new Uint8Array(BUFFER_BYTES);
/** Other texts may be hashed while the bytes of `hashedText()` are in use. */
const ownBuffer = new Uint8Array(BUFFER_BYTES);

/** 16 hexadecimal digits. */
export function contentHash(text: string): string {
  return digitsOf(seedOf(text));
}

/** The same as a number of 64 bits, for what `hashedText()` is to stand for beside its text. */
export function seedOf(text: string): bigint {
  return h64Raw(encodedIn(buffer, text));
}

export interface HashedText {
  /** Of the text and what its seed stands for, as by `contentHash()`. */
  readonly hash: string;
  /** The text in UTF-8, until the next one is hashed. */
  readonly bytes: Uint8Array;
}

/** For a text whose bytes are needed, too: they are made once. */
export function hashedText(text: string, seed: bigint): HashedText {
  const bytes = encodedIn(ownBuffer, text);
  return { hash: digitsOf(h64Raw(bytes, seed)), bytes };
}

function digitsOf(hash: bigint): string {
  return hash.toString(16).padStart(16, "0");
}

/** In the buffer, or in one of its own for a text that may not fit. */
function encodedIn(buffer: Uint8Array, text: string): Uint8Array {
  if (text.length * BYTES_PER_CHARACTER > buffer.length) return encoder.encode(text);
  return buffer.subarray(0, encoder.encodeInto(text, buffer).written);
}
