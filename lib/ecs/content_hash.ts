/**
 * A hash of text by which a later change of it is told: XXH64 twice, with different seeds. A quarter
 * of what SHA-256 costs for each document, and nobody gains by two texts of his own that hash alike.
 */
import xxhash from "xxhash-wasm";

const { h64Raw } = await xxhash();

const SEEDS = [0n, 0x9e3779b97f4a7c15n] as const;
/** Enough for the text of most documents. */
const BUFFER_BYTES = 64 * 1024;

const encoder = new TextEncoder();
const buffer = new Uint8Array(BUFFER_BYTES);

/** 32 hexadecimal digits. */
export function contentHash(text: string): string {
  const bytes = encoded(text);
  const [low, high] = SEEDS;
  return digits(h64Raw(bytes, low)) + digits(h64Raw(bytes, high));
}

/** The text in UTF-8, until the next one is. */
function encoded(text: string): Uint8Array {
  // No character takes more than three bytes.
  if (text.length * 3 > buffer.length) return encoder.encode(text);
  return buffer.subarray(0, encoder.encodeInto(text, buffer).written);
}

function digits(half: bigint): string {
  return half.toString(16).padStart(16, "0");
}
