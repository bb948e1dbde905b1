/**
 * The attributes of a chunk of events. A chunk that is too heavy for MISP is halved down to single
 * events, a single event is read in smaller and smaller pages, and an event that cannot be read at
 * all is reported and left alone.
 */
import { isHeavy } from "../retry.ts";
import type { EventPart, EventRequest } from "../sync/types.ts";
import { requestAttributePage } from "./attribute_pages.ts";
import type { MispClient } from "./client.ts";
import { readLargeEvent } from "./large_event.ts";
import { NO_OBJECT, wholeEvents } from "./members.ts";
import { requestObjects } from "./objects.ts";
import type { ReadOptions } from "./read_options.ts";
import type { AttributeRow } from "./rows.ts";
import { withScores } from "./scores.ts";

export async function* readAttributes(
  client: MispClient,
  events: readonly EventRequest[],
  options: ReadOptions,
): AsyncGenerator<EventPart> {
  const [only] = events;
  if (only === undefined) return;
  if (events.length === 1 && only.attributeCount > options.attributesPerRequest) {
    yield* readSingleEvent(client, only, options);
    return;
  }
  const parts = await readChunk(client, events, options).catch((error) => {
    if (!isHeavy(error)) throw error;
  });
  if (parts !== undefined) yield* parts;
  else if (events.length === 1) yield* readSingleEvent(client, only, options);
  else {
    const half = Math.ceil(events.length / 2);
    yield* readAttributes(client, events.slice(0, half), options);
    yield* readAttributes(client, events.slice(half), options);
  }
}

/** Whole events in one answer; undefined when they do not fit into one. */
async function readChunk(
  client: MispClient,
  events: readonly EventRequest[],
  options: ReadOptions,
): Promise<Iterable<EventPart> | undefined> {
  const eventIds = new Set(events.map((event) => event.id));
  const page = await requestAttributePage(client, {
    eventIds,
    page: 1,
    limit: roomFor(events),
    order: "Attribute.id asc",
    sightings: events.some((event) => event.sighted),
    options: options.page,
  });
  if (!page.last) return undefined;
  const rows = await withScores(client, page.rows, options.scoredTypes);
  const objects = await requestObjectsOf(client, rows);
  return wholeEvents(events, rows, objects);
}

/**
 * More rows than MISP counts, which leaves out deleted ones: a page that is not full is known to be
 * the last, and needs no second request to tell.
 */
function roomFor(events: readonly EventRequest[]): number {
  const counted = events.reduce((sum, event) => sum + event.attributeCount, 0);
  return Math.ceil(counted * 1.25) + 100;
}

function requestObjectsOf(client: MispClient, rows: readonly AttributeRow[]) {
  const eventIds = new Set<string>();
  for (const row of rows) if (row.objectId !== NO_OBJECT) eventIds.add(row.eventId);
  return eventIds.size === 0 ? Promise.resolve(new Map()) : requestObjects(client, eventIds);
}

async function* readSingleEvent(
  client: MispClient,
  event: EventRequest,
  options: ReadOptions,
): AsyncGenerator<EventPart> {
  try {
    yield* readLargeEvent(client, event, options);
  } catch (error) {
    if (!isHeavy(error)) throw error;
    options.onUnreadable({ uuid: event.uuid, error });
  }
}
