/** Changes at random of what some JSON says, at any depth. */
import fc from "fast-check";

/** `at` chooses a place, as shares of what there is at each level. */
export interface JsonChange {
  readonly at: readonly number[];
  readonly act: "replace" | "remove" | "rename" | "double";
  readonly value: fc.JsonValue;
}

export const jsonChange: fc.Arbitrary<JsonChange> = fc.record({
  at: fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 2, maxLength: 6 }),
  act: fc.constantFrom("replace", "remove", "rename", "double"),
  value: fc.jsonValue({ maxDepth: 2 }),
});

export function changedAt(root: unknown, { at, act, value }: JsonChange): unknown {
  const [share, ...deeper] = at;
  if (share === undefined || typeof root !== "object" || root === null) return value;
  const entries = Object.entries(root);
  const chosen = Math.floor(share * entries.length);
  const changes = entries.flatMap(([name, inner], index): [string, unknown][] => {
    if (index !== chosen) return [[name, inner]];
    const isLeaf = typeof inner !== "object" || inner === null || deeper.length === 0;
    if (!isLeaf) return [[name, changedAt(inner, { at: deeper, act, value })]];
    if (act === "remove") return [];
    if (act === "rename") return [["__proto__", inner]];
    return act === "double" ? [[name, inner], [`${name}2`, inner]] : [[name, value]];
  });
  return Array.isArray(root) ? changes.map(([, inner]) => inner) : Object.fromEntries(changes);
}
