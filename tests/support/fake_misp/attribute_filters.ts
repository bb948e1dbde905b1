import { type EventTest, eventTests, publishedTest, tagTest } from "./event_filters.ts";
import type { Attribute } from "./records.ts";
import type { Parameters } from "./request.ts";
import { booleanFilter, deletedFilter, matcherOf, termsOf } from "./terms.ts";
import { timeRange, within } from "./times.ts";
import type { Row } from "./visible.ts";

export type RowTest = (row: Row) => boolean;
export type AttributeTest = (attribute: Attribute) => boolean;

/** One test of all filters of `attributes/restSearch`; a name that MISP does not know is ignored. */
export function attributeFilter(parameters: Parameters, now: number): RowTest {
  const ofEvent = [...eventTests(parameters, now), publishedTest(parameters["published"])]
    .filter((test) => test !== undefined);
  const tests: readonly RowTest[] = [
    deletedRows(parameters["deleted"]),
    ...timeTests(parameters, now),
    ...attributeTests(parameters, now).map((test): RowTest => ({ attribute }) => test(attribute)),
    ...ofEvent.map((test: EventTest): RowTest => ({ event }) => test(event)),
    ...taggedRows(parameters["tags"]),
  ];
  return (row) => tests.every((test) => test(row));
}

function deletedRows(value: unknown): RowTest {
  const wanted = deletedFilter(value);
  return ({ attribute }) => wanted.has(attribute.deleted);
}

function timeTests(parameters: Parameters, now: number): RowTest[] {
  const own = timeRange(parameters["timestamp"], now);
  const alias = timeRange(parameters["attribute_timestamp"], now);
  const ofEvent = timeRange(parameters["event_timestamp"], now);
  if (own === undefined && alias === undefined && ofEvent === undefined) return [];
  return [
    ({ attribute, event }) =>
      within(own, attribute.timestamp) && within(alias, attribute.timestamp) &&
      within(ofEvent, event.timestamp),
  ];
}

/** Filters on the attribute alone; `events/restSearch` uses them to select whole events. */
export function attributeTests(parameters: Parameters, now: number): AttributeTest[] {
  const toIds = booleanFilter(parameters["to_ids"]);
  return [
    textTest(parameters["type"], (row) => [row.type]),
    textTest(parameters["category"], (row) => [row.category]),
    textTest(parameters["value"], searchedValues),
    textTest(parameters["uuid"], (row) => [row.uuid]),
    textTest(parameters["object_relation"], (row) => [row.objectRelation ?? ""]),
    seenTest(parameters["first_seen"], now, (row) => row.firstSeen),
    seenTest(parameters["last_seen"], now, (row) => row.lastSeen),
    toIds && ((row: Attribute) => toIds.has(row.toIds)),
  ].filter((test) => test !== undefined);
}

function textTest(value: unknown, texts: (row: Attribute) => string[]): AttributeTest | undefined {
  const terms = termsOf(value);
  if (terms === undefined) return undefined;
  const matches = matcherOf(terms);
  return (row) => matches(texts(row));
}

/** A composite is found by either half and never by the joined form. */
function searchedValues({ type, value }: Attribute): string[] {
  const bar = value.indexOf("|");
  const composite = bar >= 0 && (type.includes("|") || type === "malware-sample");
  return composite ? [value.slice(0, bar), value.slice(bar + 1)] : [value];
}

function seenTest(
  value: unknown,
  now: number,
  time: (row: Attribute) => string | null,
): AttributeTest | undefined {
  const range = timeRange(value, now);
  if (range === undefined) return undefined;
  return (row) => {
    const text = time(row);
    return text !== null && within(range, Date.parse(text) / 1000);
  };
}

function taggedRows(value: unknown): RowTest[] {
  const matches = tagTest(value);
  if (matches === undefined) return [];
  return [
    ({ attribute, event }) =>
      matches([...attribute.tags, ...event.tags].map((link) => link.tag.name)),
  ];
}
