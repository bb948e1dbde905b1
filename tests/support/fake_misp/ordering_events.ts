import type { Event } from "./records.ts";
import { attributeCount } from "./visible.ts";

type Key = (event: Event) => number | string;

/** The fields by which events can be sorted; any other name is dropped without a word. */
const KEYS: ReadonlyMap<string, Key> = new Map<string, Key>([
  ["id", (event) => event.id],
  ["info", (event) => event.info],
  ["date", (event) => event.date],
  ["analysis", (event) => event.analysis],
  ["threat_level_id", (event) => event.threatLevelId],
  ["distribution", (event) => event.distribution],
  ["timestamp", (event) => event.timestamp],
  ["publish_timestamp", (event) => event.publishTimestamp],
  ["published", (event) => Number(event.published)],
  ["attribute_count", attributeCount],
]);

/** Events in the order of `order` ("Event.timestamp desc", a list …); by id where nothing is asked. */
export function orderedEvents(events: readonly Event[], order: unknown): readonly Event[] {
  const list = Array.isArray(order) ? order : typeof order === "string" ? order.split(",") : [];
  const used = list.flatMap((item) => {
    const [field = "", direction = "asc"] = String(item).trim().split(/\s+/);
    const key = KEYS.get(field.replace(/^Event\./, ""));
    return key === undefined ? [] : [{ key, sign: direction.toLowerCase() === "desc" ? -1 : 1 }];
  });
  if (used.length === 0) return events;
  return events.toSorted((a, b) => {
    for (const { key, sign } of used) {
      const [left, right] = [key(a), key(b)];
      if (left !== right) return left < right ? -sign : sign;
    }
    return a.id - b.id;
  });
}
