/** JSON as it may go into a `flattened` field whatever MISP sent. */
import { isObject, type JsonObject, text } from "./read.ts";

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
  return isObject(value) ? flattenedObject(value, depth) : undefined;
}

function flattenedList(values: readonly unknown[], depth: number): FlattenedValue | undefined {
  const kept: FlattenedValue[] = [];
  for (const value of values) {
    const cleaned = flattened(value, depth - 1);
    if (cleaned !== undefined) kept.push(cleaned);
  }
  return kept.length === 0 ? undefined : kept;
}

/** @param valueOf what is taken for the value of a key. */
export function flattenedObject(
  object: JsonObject,
  depth: number,
  valueOf = (key: string) => object[key],
): FlattenedValue | undefined {
  const kept: Record<string, FlattenedValue> = {};
  let empty = true;
  for (const key of orderedKeys(object)) {
    const cleaned = flattened(valueOf(key), depth - 1);
    if (cleaned === undefined) continue;
    empty = false;
    // Deno has no `Object.prototype.__proto__`: this name is a key as any other.
    kept[key.toWellFormed()] = cleaned;
  }
  return empty ? undefined : kept;
}

/** Rows of one kind have the same keys, and sorting those costs more than all else here. */
interface Order {
  readonly keys: readonly string[];
  readonly ordered: readonly string[];
}

const MOST_ORDERS = 8;
const ORDERS: Order[] = [];

/** The keys that may stand in a `flattened` field, in order. */
function orderedKeys(object: JsonObject): readonly string[] {
  const keys = Object.keys(object);
  for (const order of ORDERS) if (areEqual(order.keys, keys)) return order.ordered;
  const ordered = keys.filter(isKey).sort();
  if (ORDERS.length === MOST_ORDERS) ORDERS.pop();
  ORDERS.unshift({ keys, ordered });
  return ordered;
}

function areEqual(left: readonly string[], right: readonly string[]): boolean {
  if (left.length !== right.length) return false;
  for (let at = 0; at < left.length; at++) if (left[at] !== right[at]) return false;
  return true;
}

/** Elasticsearch joins keys and value with a null character. */
function isKey(key: string): boolean {
  return text(key) !== undefined && key.length <= LONGEST_KEY && !key.includes("\0");
}
