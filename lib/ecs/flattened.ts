/** JSON as it may go into a `flattened` field whatever MISP sent. */
import { isObject, text } from "./read.ts";

export type FlattenedValue =
  | string
  | number
  | boolean
  | readonly FlattenedValue[]
  | { readonly [key: string]: FlattenedValue };

/** Elasticsearch refuses more than 20 levels, counting those of the field itself. */
const DEEPEST = 10;
/** Key and value share a Lucene term: 8,191 characters of value leave 8 kB for all keys on a path. */
const LONGEST_KEY = 256;

/**
 * The value without anything empty, with its keys in order, so that the same content is always the
 * same text; `undefined` when nothing is left.
 */
export function flattened(value: unknown, depth: number = DEEPEST): FlattenedValue | undefined {
  if (typeof value === "string") return text(value);
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  if (typeof value === "boolean") return value;
  if (depth === 0) return undefined;
  if (Array.isArray(value)) return flattenedList(value, depth);
  return isObject(value) ? flattenedObject(Object.entries(value), depth) : undefined;
}

function flattenedList(values: readonly unknown[], depth: number): FlattenedValue | undefined {
  const kept = values.flatMap((value) => {
    const cleaned = flattened(value, depth - 1);
    return cleaned === undefined ? [] : [cleaned];
  });
  return kept.length === 0 ? undefined : kept;
}

function flattenedObject(
  entries: readonly (readonly [string, unknown])[],
  depth: number,
): FlattenedValue | undefined {
  const kept = entries.flatMap(([key, value]) => {
    const cleaned = isKey(key) ? flattened(value, depth - 1) : undefined;
    return cleaned === undefined ? [] : [[key.toWellFormed(), cleaned] as const];
  });
  kept.sort(([left], [right]) => left < right ? -1 : 1);
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

/** Elasticsearch joins keys and value with a null character. */
function isKey(key: string): boolean {
  return text(key) !== undefined && key.length <= LONGEST_KEY && !key.includes("\0");
}
