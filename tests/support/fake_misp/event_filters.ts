import type { Event } from "./records.ts";
import type { Parameters } from "./request.ts";
import type { Store } from "./store.ts";
import { booleanFilter, matcherOf, type Terms, termsOf } from "./terms.ts";
import { moment, timeRange, within } from "./times.ts";

export type EventTest = (event: Event) => boolean;

/** Filters on the event that attribute and event searches share; `published` is judged apart. */
export function eventTests(parameters: Parameters, now: number): EventTest[] {
  const range = (name: string) => timeRange(parameters[name], now);
  const [published, last] = [range("publish_timestamp"), range("last")];
  const days = dayRange(parameters, now);
  return [
    textTest(parameters["org"], ({ orgc }) => [orgc.name, String(orgc.id), orgc.uuid]),
    textTest(parameters["threat_level_id"], (event) => [String(event.threatLevelId)]),
    textTest(parameters["eventinfo"], (event) => [event.info]),
    textTest(parameters["sharinggroup"], (event) => [String(event.sharingGroupId)]),
    published && ((event: Event) => within(published, event.publishTimestamp)),
    last && ((event: Event) => within(last, event.publishTimestamp)),
    days && ((event: Event) => event.date >= days.from && event.date <= days.to),
  ].filter((test) => test !== undefined);
}

function textTest(value: unknown, texts: (event: Event) => string[]): EventTest | undefined {
  const terms = termsOf(value);
  if (terms === undefined) return undefined;
  const matches = matcherOf(terms);
  return (event) => matches(texts(event));
}

/** `from` and `to` are days of `Event.date`. */
function dayRange(parameters: Parameters, now: number): { from: string; to: string } | undefined {
  const { from, to } = parameters;
  if (from === undefined && to === undefined) return undefined;
  const day = (value: unknown) => new Date(moment(value, now) * 1000).toISOString().slice(0, 10);
  return { from: from === undefined ? "" : day(from), to: to === undefined ? "9999" : day(to) };
}

export function publishedTest(value: unknown): EventTest | undefined {
  const wanted = booleanFilter(value);
  return wanted && ((event) => wanted.has(event.published));
}

/** The events that `eventid` names by id or uuid; undefined when it names none to include. */
export function namedEvents(store: Store, value: unknown): readonly Event[] | undefined {
  const terms = termsOf(value);
  if (terms === undefined) return undefined;
  const wanted = new Set([...terms.any, ...terms.all]);
  const unwanted = new Set(terms.none);
  const has = (set: ReadonlySet<string>, event: Event) =>
    set.has(String(event.id)) || set.has(event.uuid);
  const named = wanted.size === 0
    ? store.events
    : store.events.filter((event) => has(wanted, event));
  return unwanted.size === 0 ? named : named.filter((event) => !has(unwanted, event));
}

/** Event tags count for attributes, so the caller passes the names of both. */
export function tagTest(value: unknown): ((names: readonly string[]) => boolean) | undefined {
  const terms: Terms | undefined = termsOf(value);
  return terms && matcherOf(terms);
}
