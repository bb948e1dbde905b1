import { isRecord } from "../support/fake_misp/request.ts";

/** Path of a JSON value (`response[].Object.id`) to the types seen there. */
export type Shape = ReadonlyMap<string, ReadonlySet<string>>;

/** Paths below these are data under free keys, not shape. */
const FREE_KEYS =
  /\.(meta|base_score_config|sane_defaults|category_type_mappings|kill_chain_order)$/;

export function shapeOf(value: unknown): Shape {
  const shape = new Map<string, Set<string>>();
  collect(value, "", shape);
  return shape;
}

function collect(value: unknown, path: string, shape: Map<string, Set<string>>): void {
  const types = shape.get(path) ?? new Set();
  shape.set(path, types.add(typeName(value)));
  if (FREE_KEYS.test(path)) return;
  if (Array.isArray(value)) { for (const item of value) collect(item, `${path}[]`, shape); }
  if (isRecord(value)) {
    for (const [key, item] of Object.entries(value)) collect(item, `${path}.${key}`, shape);
  }
}

function typeName(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

/** What a shape has that the other lacks, as lines to read; `ignore` drops paths by their start. */
export function differences(
  actual: Shape,
  expected: Shape,
  ignore: readonly string[] = [],
): readonly string[] {
  return [
    ...missing(actual, expected, "only in the fake", ignore),
    ...missing(expected, actual, "only in the capture", ignore),
  ];
}

function missing(
  shape: Shape,
  other: Shape,
  label: string,
  ignore: readonly string[],
): readonly string[] {
  return [...shape].flatMap(([path, types]) => {
    if (ignore.some((start) => path.startsWith(start))) return [];
    const known = other.get(path) ?? new Set();
    return [...types].filter((type) => !known.has(type)).map((type) => `${label}: ${path} ${type}`);
  });
}
