/** Readers of single JSON fields: each gives the value as it should be, or `undefined`. */

const NOTHING: readonly unknown[] = [];

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The elements of a JSON array; anything else is an empty list. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : NOTHING;
}

/**
 * Text that is not blank, untrimmed; numbers and booleans become their text. Lone surrogates, which
 * UTF-8 cannot hold, become U+FFFD.
 */
export function text(value: unknown): string | undefined {
  if (typeof value === "string") {
    if (isBlank(value)) return undefined;
    return value.isWellFormed() ? value : value.toWellFormed();
  }
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : undefined;
  return typeof value === "boolean" ? String(value) : undefined;
}

export function isBlank(value: string): boolean {
  const first = value.charCodeAt(0);
  // Nearly every value begins with a visible ASCII character and needs no closer look.
  if (first > 0x20 && first < 0x7f) return false;
  return value.trim() === "";
}

/** MISP's booleans: `true`, `1`, `"1"`, `"true"` and their opposites. */
export function flag(value: unknown): boolean | undefined {
  if (typeof value === "boolean") return value;
  if (value === 1 || value === "1" || value === "true") return true;
  if (value === 0 || value === "0" || value === "false") return false;
  return undefined;
}

/** An integer that JSON numbers hold exactly, sent as a number or as its digits. */
export function integer(value: unknown): number | undefined {
  if (typeof value === "number") return Number.isSafeInteger(value) ? value : undefined;
  if (typeof value !== "string") return undefined;
  return value.charCodeAt(0) === 0x2d ? negative(value) : digits(value);
}

/** The number that a text of nothing but decimal digits names; leading zeros are allowed. */
export function digits(value: string): number | undefined {
  const number = value === "" ? NaN : digitsIn(value, 0, value.length);
  return Number.isSafeInteger(number) ? number : undefined;
}

/** The same of a part of a text; NaN for anything but digits. */
export function digitsIn(value: string, start: number, end: number): number {
  let number = 0;
  for (let at = start; at < end; at++) {
    const digit = value.charCodeAt(at) - 0x30;
    if (digit < 0 || digit > 9) return NaN;
    number = number * 10 + digit;
  }
  return number;
}

function negative(value: string): number | undefined {
  const number = digits(value.slice(1));
  // `0 - n`, not `-n`: there is no minus zero in Elasticsearch's `long`.
  return number === undefined ? undefined : 0 - number;
}
