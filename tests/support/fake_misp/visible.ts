import type { Attribute, Event } from "./records.ts";
import { findById, type Store } from "./store.ts";

/** What the key may see at all: rows whose distribution was not narrowed. */
export function visibleEvents(store: Store): readonly Event[] {
  return store.events.filter((event) => !event.hidden);
}

export interface Row {
  readonly attribute: Attribute;
  readonly event: Event;
}

/** Attributes of these events (of all when undefined) in ascending order of id, each with its event. */
export function* visibleRows(store: Store, events?: readonly Event[]): Generator<Row> {
  let event: Event | undefined;
  for (const attribute of attributesOf(store, events)) {
    if (event?.id !== attribute.eventId) event = findById(store.events, attribute.eventId);
    if (event !== undefined && !event.hidden && !attribute.hidden) yield { attribute, event };
  }
}

function attributesOf(store: Store, events: readonly Event[] | undefined): readonly Attribute[] {
  if (events === undefined) return store.attributes;
  const [first] = events;
  if (first !== undefined && events.length === 1) return first.attributes;
  const all = events.flatMap((event) => event.attributes);
  const sorted = all.every((row, index) => index === 0 || (all[index - 1]?.id ?? 0) < row.id);
  return sorted ? all : all.sort((a, b) => a.id - b.id);
}

/** A soft-deleted attribute is not counted, one out of sight is. */
export function attributeCount(event: Event): number {
  let count = 0;
  for (const attribute of event.attributes) if (!attribute.deleted) count++;
  return count;
}
