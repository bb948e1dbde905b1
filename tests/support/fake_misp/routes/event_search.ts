import type { Answer } from "../answer.ts";
import { attributeTests } from "../attribute_filters.ts";
import { eventJson, type EventOptions } from "../event_json.ts";
import { type EventTest, eventTests, namedEvents, publishedTest } from "../event_filters.ts";
import { searchOptions } from "../options.ts";
import { orderedEvents } from "../ordering_events.ts";
import { eventPage } from "../paging.ts";
import { type Attribute, type Event } from "../records.ts";
import { isOn, type MispRequest, type Parameters } from "../request.ts";
import { checkFormat, LIST_FRAME, searchAnswer } from "../search_answer.ts";
import type { Site } from "../site.ts";
import { booleanFilter, deletedFilter, matcherOf, termsOf } from "../terms.ts";
import { timeRange, within } from "../times.ts";

/** `events/restSearch`: X-Result-Count is the true number of matches, on every page. */
export function eventSearch(site: Site, _request: MispRequest, parameters: Parameters): Answer {
  checkFormat(parameters);
  const { store } = site;
  const tests = selection(parameters, store.clock.now());
  const named = namedEvents(store, parameters["eventid"]) ?? store.events;
  const found = named.filter((event) => !event.hidden && tests.every((test) => test(event)));
  const page = eventPage(orderedEvents(found, parameters["order"]), parameters);
  const rows = page.filter((event) => parameters["published"] !== false || !event.published);
  const options = eventOptions(site, parameters);
  const [only] = rows;
  const name = rows.length === 1 ? `attachment; filename="misp.event.${only?.id}.json"` : undefined;
  return searchAnswer({
    rows,
    text: (event) => JSON.stringify({ Event: eventJson(store, event, options) }),
    frame: LIST_FRAME,
    resultCount: found.length,
    ...(name === undefined ? {} : { headers: { "Content-Disposition": name } }),
  });
}

/** Which events are chosen. Filters on attributes only choose events, all attributes come along. */
function selection(parameters: Parameters, now: number): readonly EventTest[] {
  const stamp = timeRange(parameters["timestamp"], now);
  const { to_ids: _inside, ...choosing } = parameters;
  const attributes = attributeTests(choosing, now);
  const tests = [
    ...eventTests(parameters, now),
    publishedTest(parameters["published"]),
    stamp && ((event: Event) => within(stamp, event.timestamp)),
    attributes.length === 0 ? undefined : holdsOne(attributes),
    deletedFilter(parameters["deleted"]).size > 1 ? holdsOne([]) : undefined,
    tagged(parameters["tags"]),
    anywhere(parameters["searchall"]),
  ];
  return tests.filter((test) => test !== undefined);
}

function holdsOne(tests: readonly ((row: Attribute) => boolean)[]): EventTest {
  return (event) => event.attributes.some((row) => tests.every((test) => test(row)));
}

function tagged(value: unknown): EventTest | undefined {
  const terms = termsOf(value);
  if (terms === undefined) return undefined;
  const matches = matcherOf(terms);
  const names = (row: Event | Attribute) => row.tags.map((link) => link.tag.name);
  return (event) =>
    matches(names(event)) ||
    event.attributes.some((row) => matches([...names(event), ...names(row)]));
}

function anywhere(value: unknown): EventTest | undefined {
  const terms = termsOf(value);
  if (terms === undefined) return undefined;
  const matches = matcherOf(terms);
  return (event) =>
    matches([event.info]) || event.attributes.some((row) => matches([row.value, row.comment]));
}

function eventOptions(site: Site, parameters: Parameters): EventOptions {
  const { account, store } = site;
  const on = (name: string) => isOn(parameters[name]);
  return {
    ...searchOptions(store, parameters),
    metadata: on("metadata"),
    excludeGalaxy: on("excludeGalaxy"),
    eventReports: !on("noEventReports"),
    proposals: !on("noShadowAttributes"),
    ownOrg: account.ownOrg,
    shows: shownAttributes(site, parameters),
  };
}

/** Deleted attributes are for the owning organisation and for sync users only. */
function shownAttributes(site: Site, parameters: Parameters): (row: Attribute) => boolean {
  const privileged = site.account.ownOrg || site.account.role === "sync";
  const wanted = privileged ? deletedFilter(parameters["deleted"]) : new Set([false]);
  const toIds = booleanFilter(parameters["to_ids"]);
  const lists = isOn(parameters["enforceWarninglist"]) ? site.store.warninglists : [];
  const unwanted = termsOf(parameters["tags"])?.none ?? [];
  return (row) =>
    !row.hidden && wanted.has(row.deleted) && (toIds?.has(row.toIds) ?? true) &&
    !lists.some((list) => list.values.has(row.value)) &&
    !row.tags.some((link) => unwanted.includes(link.tag.name));
}
