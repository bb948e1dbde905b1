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
  return hashedIn(buffer, text, "").hash;
}

export interface HashedText {
  /** Of the text and what belongs to it, as by `contentHash()`. */
  readonly hash: string;
  /** The text alone in UTF-8, until the next one is hashed. */
  readonly bytes: Uint8Array;
}

/** For a text whose bytes are needed, too: they are made once. */
export function hashedText(text: string, belonging: string): HashedText {
  return hashedIn(ownBuffer, text, belonging);
}

/** In the buffer, or in one of just its size for a text that may not fit. */
function hashedIn(buffer: Uint8Array, text: string, belonging: string): HashedText {
  const most = (text.length + belonging.length) * BYTES_PER_CHARACTER;
  const room = most > buffer.length ? encoder.encode(text + belonging) : buffer;
  const { written } = encoder.encodeInto(text, room);
  const end = written + encoder.encodeInto(belonging, room.subarray(written)).written;
  const hash = h64Raw(room.subarray(0, end)).toString(16).padStart(16, "0");
  return { hash, bytes: room.subarray(0, written) };
}
