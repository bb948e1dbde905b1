/** Bytes to text, or in words why they are none. */
import { formatPosition, type Position, positionAfter } from "./map_locate.ts";
import { InputError } from "./map_problem.ts";

const BLOCK_BYTES = 64 * 1024;

/**
 * @throws {InputError} when `bytes`, which begin a line at `start`, are not UTF-8. A byte order mark
 * stays in the text.
 */
export function decodeText(bytes: Uint8Array, start: Omit<Position, "column">): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    const found = start.byte === 0 ? formatOf(bytes) : undefined;
    if (found !== undefined) {
      throw new InputError(`Cannot read the input: it is ${found}, not JSON in UTF-8`, { cause });
    }
    const valid = bytes.subarray(0, invalidAt(bytes));
    const place = formatPosition(positionAfterBytes(valid, start));
    throw new InputError(`Cannot read ${place} of the input: it is not UTF-8`, { cause });
  }
}

/** What people pipe by mistake, told by its first bytes. */
function formatOf(bytes: Uint8Array): string | undefined {
  const magic = Array.from(bytes.subarray(0, 4), (byte) => byte.toString(16).padStart(2, "0"))
    .join("");
  if (magic.startsWith("1f8b")) return "compressed by gzip (unpack it with gunzip -c)";
  if (magic.startsWith("504b0304")) return "a ZIP file";
  if (magic.startsWith("fffe") || magic.startsWith("feff")) return "UTF-16";
  return undefined;
}

function positionAfterBytes(bytes: Uint8Array, start: Omit<Position, "column">): Position {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  return { ...positionAfter(text, start), byte: start.byte + bytes.length };
}

/** Index of the first byte that does not continue valid UTF-8; the length when the end is cut off. */
function invalidAt(bytes: Uint8Array): number {
  for (let start = 0; start < bytes.length;) {
    const end = characterStart(bytes, start + BLOCK_BYTES);
    const at = invalidIn(bytes, start, end);
    if (at !== undefined) return at;
    start = end;
  }
  return bytes.length;
}

/** The last index not after `at` at which a character begins, or the length. */
function characterStart(bytes: Uint8Array, at: number): number {
  if (at >= bytes.length) return bytes.length;
  for (let back = 0; back < 4; back++) {
    if (((bytes[at - back] ?? 0) & 0xc0) !== 0x80) return at - back;
  }
  return at;
}

function invalidIn(bytes: Uint8Array, start: number, end: number): number | undefined {
  const block = bytes.subarray(start, end);
  if (isUtf8(block)) return undefined;
  const decoder = new TextDecoder("utf-8", { fatal: true });
  for (let at = 0; at < block.length; at++) {
    try {
      decoder.decode(block.subarray(at, at + 1), { stream: true });
    } catch {
      return start + at;
    }
  }
  return end;
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
