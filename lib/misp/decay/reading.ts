/** Reading of what only the answers about decay hold; for all else see `lib/ecs/read.ts`. */

const NUMERIC = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i;

/** A finite number, also from the text of one; what PHP calls numeric, blanks around it allowed. */
export function readNumber(value: unknown): number | undefined {
  const number = typeof value === "string" && NUMERIC.test(value) ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

/** Older versions of MISP send lists and objects as JSON text; text that is no JSON holds nothing. */
export function readEncoded(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}
