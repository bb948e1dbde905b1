import { type Answer, INTERNAL_ERROR, MispError } from "../answer.ts";
import { namedEvents } from "../event_filters.ts";
import { objectRow } from "../object_json.ts";
import { attributePage } from "../paging.ts";
import type { Event, MispObject } from "../records.ts";
import { isOn, type MispRequest, type Parameters } from "../request.ts";
import { checkFormat, LIST_FRAME, searchAnswer } from "../search_answer.ts";
import type { Site } from "../site.ts";
import { matcherOf, termsOf } from "../terms.ts";
import { timeRange, within } from "../times.ts";

interface ObjectOfEvent {
  readonly object: MispObject;
  readonly event: Event;
}

/** `objects/restSearch`: lists deleted objects too; asking about `deleted` is an internal error. */
export function objectSearch(site: Site, _request: MispRequest, parameters: Parameters): Answer {
  checkFormat(parameters);
  if ("deleted" in parameters) throw new MispError(500, INTERNAL_ERROR);
  const { store } = site;
  const matches = objectFilter(parameters, store.clock.now());
  const found = (namedEvents(store, parameters["eventid"]) ?? store.events)
    .filter((event) => !event.hidden)
    .flatMap((event) => event.objects.map((object) => ({ object, event })))
    .filter(({ object }) => matches(object))
    .sort((a: ObjectOfEvent, b: ObjectOfEvent) => a.object.id - b.object.id);
  const page = attributePage(found, parameters);
  const metadata = isOn(parameters["metadata"]);
  return searchAnswer({
    rows: page.rows,
    text: ({ object, event }) => JSON.stringify(objectRow(object, event, metadata)),
    frame: LIST_FRAME,
    resultCount: page.count,
  });
}

function objectFilter(parameters: Parameters, now: number): (object: MispObject) => boolean {
  const names = termsOf(parameters["object_name"]);
  const uuids = termsOf(parameters["uuid"]);
  const stamp = timeRange(parameters["timestamp"], now);
  const named = names && matcherOf(names);
  const known = uuids && matcherOf(uuids);
  return (object) =>
    (named?.([object.name]) ?? true) && (known?.([object.uuid]) ?? true) &&
    within(stamp, object.timestamp);
}
