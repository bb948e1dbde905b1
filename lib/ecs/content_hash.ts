/**
 * A hash of text by which a later change of it is told: XXH64, at an eighth of what SHA-256 costs for
 * each document. It is compared with that of one other text, the same document's before; nobody gains
 * by two texts of his own that hash alike.
 */
import xxhash from "xxhash-wasm";
import { TextBytes } from "./text_bytes.ts";

const { h64Raw } = await xxhash();

const otherBytes = new TextBytes();
/** Other texts may be hashed while the bytes of `hashedText()` are in use. */
const ownBytes = new TextBytes();

/** 16 hexadecimal digits. */
export function contentHash(text: string): string {
  return digitsOf(seedOf(text));
}

/** The same as a number of 64 bits, for what `hashedText()` is to stand for beside its text. */
export function seedOf(text: string): bigint {
  return h64Raw(otherBytes.encode(text));
}

export interface HashedText {
  /** Of the text and what its seed stands for, as by `contentHash()`. */
  readonly hash: string;
  /** The text in UTF-8, until the next one is hashed. */
  readonly bytes: Uint8Array;
}

/** For a text whose bytes are needed, too: they are made once. */
export function hashedText(text: string, seed: bigint): HashedText {
  const bytes = ownBytes.encode(text);
  return { hash: digitsOf(h64Raw(bytes, seed)), bytes };
}

function digitsOf(hash: bigint): string {
  return hash.toString(16).padStart(16, "0");
}
