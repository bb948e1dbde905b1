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

/** 16 hexadecimal digits. */
export function contentHash(text: string): string {
  return digitsOf(
    text.length * BYTES_PER_CHARACTER > buffer.length
      ? encoder.encode(text)
      : buffer.subarray(0, encoder.encodeInto(text, buffer).written),
  );
}

function digitsOf(bytes: Uint8Array): string {
  return h64Raw(bytes).toString(16).padStart(16, "0");
}

export interface HashedText {
  /** Of the text and what belongs to it, as by `contentHash()`. */
  readonly hash: string;
  /** The text alone in UTF-8, until the next one is hashed. */
  readonly bytes: Uint8Array;
}

/** Not the buffer above: other texts may be hashed while these bytes are in use. */
const hashed = new Uint8Array(BUFFER_BYTES);

/** For a text whose bytes are needed, too: they are made once. */
export function hashedText(text: string, belonging: string): HashedText {
  const most = (text.length + belonging.length) * BYTES_PER_CHARACTER;
  const room = most > hashed.length ? new Uint8Array(most) : hashed;
  const { written } = encoder.encodeInto(text, room);
  const end = written + encoder.encodeInto(belonging, room.subarray(written)).written;
  return { hash: digitsOf(room.subarray(0, end)), bytes: room.subarray(0, written) };
}
