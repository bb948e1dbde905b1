import { type Answer, MispError } from "../answer.ts";
import type { Sighting } from "../records.ts";
import type { MispRequest, Parameters } from "../request.ts";
import { checkFormat, LIST_FRAME, searchAnswer } from "../search_answer.ts";
import { sightingJson } from "../sighting_json.ts";
import type { Site } from "../site.ts";
import { findById } from "../store.ts";
import { matcherOf, termsOf } from "../terms.ts";
import { moment, timeRange, within } from "../times.ts";

type SightingTest = (sighting: Sighting) => boolean;

/** `sightings/restSearch`, with or without a context; X-Result-Count is always 0. */
export function sightingSearch(site: Site, request: MispRequest, parameters: Parameters): Answer {
  checkFormat(parameters);
  const { store } = site;
  const tests = [
    inContext(site, request, parameters),
    inTime(parameters, store.clock.now()),
    ofType(parameters["type"]),
  ].filter((test) => test !== undefined);
  const rows = store.sightings.filter((row) => visible(site, row) && tests.every((t) => t(row)));
  const value = (row: Sighting) => findById(store.attributes, row.attributeId)?.value ?? "";
  return searchAnswer({
    rows,
    text: (row) => JSON.stringify({ Sighting: sightingJson(row, { value: value(row) }) }),
    frame: LIST_FRAME,
    resultCount: 0,
  });
}

function visible({ store }: Site, sighting: Sighting): boolean {
  return findById(store.events, sighting.eventId)?.hidden === false;
}

/** `/event` and `/attribute` need the id or uuid of one. */
function inContext(
  { store }: Site,
  request: MispRequest,
  parameters: Parameters,
): SightingTest | undefined {
  const [, context] = /^\/sightings\/restSearch\/(event|attribute)$/.exec(request.path) ?? [];
  if (context === undefined) return undefined;
  const given = parameters["id"] ?? parameters["uuid"];
  if (given === undefined || given === "") {
    throw new MispError(400, "An ID or UUID must be provided if the context is set.");
  }
  const rows = context === "event" ? store.events : store.attributes;
  const owner = rows.find((row) => String(row.id) === String(given) || row.uuid === given);
  return (row) => (context === "event" ? row.eventId : row.attributeId) === owner?.id;
}

/** `last`, or `from` with `to`; one of the two alone is ignored. */
function inTime(parameters: Parameters, now: number): SightingTest | undefined {
  const { from, to } = parameters;
  const last = timeRange(parameters["last"], now);
  if (last !== undefined) return (row) => within(last, row.date);
  if (from === undefined || to === undefined) return undefined;
  const range = { from: moment(from, now), to: moment(to, now) };
  return (row) => within(range, row.date);
}

function ofType(value: unknown): SightingTest | undefined {
  const terms = termsOf(value);
  const matches = terms && matcherOf(terms);
  return matches && ((row) => matches([row.type]));
}
