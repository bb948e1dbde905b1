import type { Parameters } from "./request.ts";
import { termsOf } from "./terms.ts";
import { timeRange } from "./times.ts";
import type { Row } from "./visible.ts";

type Key = (row: Row) => number | string;

/** The fields that `order` may name; any other is dropped without a word, `uuid` too. */
const KEYS: ReadonlyMap<string, Key> = new Map<string, Key>([
  ["Attribute.id", ({ attribute }) => attribute.id],
  ["Attribute.event_id", ({ attribute }) => attribute.eventId],
  ["Attribute.object_id", ({ attribute }) => attribute.objectId],
  ["Attribute.type", ({ attribute }) => attribute.type],
  ["Attribute.category", ({ attribute }) => attribute.category],
  ["Attribute.value", ({ attribute }) => attribute.value],
  ["Attribute.distribution", ({ attribute }) => attribute.distribution],
  ["Attribute.timestamp", ({ attribute }) => attribute.timestamp],
  ["Attribute.object_relation", ({ attribute }) => attribute.objectRelation ?? ""],
  ["Event.publish_timestamp", ({ event }) => event.publishTimestamp],
]);

interface Criterion {
  readonly key: Key;
  readonly sign: 1 | -1;
}

/** The rows, which come in order of id, in the order that MISP would give them. */
export function ordered(rows: Row[], parameters: Parameters, now: number): Row[] {
  const asked = criteria(parameters["order"]);
  const used = asked.length > 0 ? asked : unordered(parameters, now);
  const [first] = used;
  if (
    first === undefined ||
    (used.length === 1 && first.key === KEYS.get("Attribute.id") && first.sign === 1)
  ) {
    return rows;
  }
  return rows.sort((a, b) => compare(used, a, b));
}

function compare(used: readonly Criterion[], a: Row, b: Row): number {
  for (const { key, sign } of used) {
    const [left, right] = [key(a), key(b)];
    if (left !== right) return left < right ? -sign : sign;
  }
  return a.attribute.id - b.attribute.id;
}

/** `"a asc, b desc"` or a list of such; a field without its model is the attribute's. */
function criteria(order: unknown): readonly Criterion[] {
  const list = Array.isArray(order) ? order : typeof order === "string" ? order.split(",") : [];
  return list.flatMap((item) => {
    const [field = "", direction = "asc"] = String(item).trim().split(/\s+/);
    const key = KEYS.get(field.includes(".") ? field : `Attribute.${field}`);
    return key === undefined ? [] : [{ key, sign: direction.toLowerCase() === "desc" ? -1 : 1 }];
  });
}

/** Without `order` there is no ORDER BY: the rows come as the index that the database picks has them. */
function unordered(parameters: Parameters, now: number): readonly Criterion[] {
  const byTime = timeRange(parameters["timestamp"] ?? parameters["attribute_timestamp"], now);
  const byType = (termsOf(parameters["type"])?.none.length ?? 0) > 0;
  const key = KEYS.get(byTime ? "Attribute.timestamp" : byType ? "Attribute.type" : "Attribute.id");
  return key === undefined ? [] : [{ key, sign: 1 }];
}
