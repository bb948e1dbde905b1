import { type Answer, prettyJson } from "../answer.ts";
import { type EventTest, publishedTest } from "../event_filters.ts";
import { indexRow, minimalRow } from "../index_json.ts";
import { orderedEvents } from "../ordering_events.ts";
import { eventPage } from "../paging.ts";
import type { Event } from "../records.ts";
import { isOn, type MispRequest, type Parameters } from "../request.ts";
import type { Site } from "../site.ts";
import { visibleEvents } from "../visible.ts";

/** `/events/index`: a bare list; X-Result-Count is the total, beyond the end the list is empty. */
export function eventsIndex(site: Site, _request: MispRequest, parameters: Parameters): Answer {
  const { store } = site;
  const tests = [publishedTest(parameters["published"]), chosen(parameters["eventid"])]
    .filter((test) => test !== undefined);
  const found = visibleEvents(store).filter((event) => tests.every((test) => test(event)));
  const { sort, direction = "asc" } = parameters;
  const order = typeof sort === "string" ? `${sort} ${direction}` : undefined;
  const page = eventPage(orderedEvents(found, order), parameters);
  const row = isOn(parameters["minimal"]) ? minimalRow : (event: Event) => indexRow(store, event);
  return prettyJson(page.map(row), { "X-Result-Count": String(found.length) });
}

/** Ids and uuids as a list or joined by `|`; an exclamation mark excludes. */
function chosen(value: unknown): EventTest | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  const terms = (Array.isArray(value) ? value : String(value).split("|")).map(String);
  const wanted = new Set(terms.filter((term) => !term.startsWith("!")));
  const unwanted = new Set(terms.filter((term) => term.startsWith("!")).map((t) => t.slice(1)));
  const has = (set: ReadonlySet<string>, event: Event) =>
    set.has(String(event.id)) || set.has(event.uuid);
  return (event) => (wanted.size === 0 || has(wanted, event)) && !has(unwanted, event);
}
