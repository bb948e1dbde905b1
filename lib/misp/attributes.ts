/**
 * The attributes of a chunk of events. A chunk that is too heavy for MISP is halved down to single
 * events, a single event is read in smaller and smaller pages, and an event that cannot be read at
 * all is reported and left alone. What is missing would be deleted, so that an event of which MISP
 * gives fewer rows than it counts, or not every object, is asked for once more.
 */
import { isHeavy } from "../retry.ts";
import type { EventPart, EventRequest } from "../sync/types.ts";
import { type AttributePage, type PageRequest, requestAttributePage } from "./attribute_pages.ts";
import type { MispClient } from "./client.ts";
import { readLargeEvent } from "./large_event.ts";
import { lackObjects, type Objects, wholeEvent } from "./members.ts";
import { requestObjects } from "./objects.ts";
import type { ReadOptions } from "./read_options.ts";
import { type AttributeRow, liveOf } from "./rows.ts";
import { requestScores, type Scores, withScores } from "./scores.ts";

/** How many rows had come of events that did not seem to be whole. */
type Found = ReadonlyMap<EventRequest, number>;

export async function* readAttributes(
  client: MispClient,
  events: readonly EventRequest[],
  options: ReadOptions,
  found: Found = new Map(),
): AsyncGenerator<EventPart> {
  const [only] = events;
  if (only === undefined) return;
  if (events.length === 1 && only.attributeCount > options.attributesPerRequest) {
    yield* readSingleEvent(client, only, options);
    return;
  }
  const chunk = await readChunk(client, events, options).catch((error) => {
    if (!isHeavy(error)) throw error;
  });
  if (chunk !== undefined) {
    yield* eventsOf(chunk, client, events, options, found);
  } else if (events.length === 1) yield* readSingleEvent(client, only, options);
  else {
    const half = Math.ceil(events.length / 2);
    yield* readAttributes(client, events.slice(0, half), options, found);
    yield* readAttributes(client, events.slice(half), options, found);
  }
}

interface Chunk extends Disposable {
  readonly rows: AttributePage["rows"];
  readonly objects: Objects;
  readonly scores: Scores;
}

/** Whole events in one answer; undefined when they do not fit into one. */
async function readChunk(
  client: MispClient,
  events: readonly EventRequest[],
  options: ReadOptions,
): Promise<Chunk | undefined> {
  const request: PageRequest = {
    events: new Map(events.map(({ id, attributeCount }) => [id, attributeCount])),
    page: 1,
    limit: roomFor(events),
    order: "Attribute.id asc",
    sightings: events.some((event) => event.sighted),
    options: options.page,
  };
  const page = await options.pace.run(() => requestAttributePage(client, request));
  using opened = new DisposableStack();
  const rows = opened.use(page.rows);
  if (!page.last) return undefined;
  const scores = await requestScores(client, rows.inOrder(), options.scoredTypes);
  const hasObjects = rows.withObjects.size > 0;
  const objects = hasObjects
    ? opened.use(await requestObjects(client, rows.withObjects))
    : NO_OBJECTS;
  const kept = opened.move();
  return { rows, objects, scores, [Symbol.dispose]: () => kept[Symbol.dispose]() };
}

const NO_OBJECTS: Objects = new Map();

/** The events of the answer; those that are not whole, or unusable, are asked for once more. */
async function* eventsOf(
  chunk: Chunk,
  client: MispClient,
  events: readonly EventRequest[],
  options: ReadOptions,
  found: Found,
): AsyncGenerator<EventPart> {
  const doubtful = new Map<EventRequest, number>();
  {
    using opened = chunk;
    for (const event of events) {
      const rows = rowsOf(opened, event);
      if (rows === undefined) yield* readSingleEvent(client, event, options);
      else if (isDoubtful(event, rows, opened) && found.get(event) !== rows.length) {
        doubtful.set(event, rows.length);
      } else {
        const scored = withScores(rows, opened.scores);
        // Delegating to what is synchronous would cost several promises for each event.
        for (const part of wholeEvent(event.uuid, scored, opened.objects)) yield part;
      }
    }
  }
  // Rows that the key may not see are counted, too: the same answer twice is believed.
  if (found.size === 0) yield* readAttributes(client, [...doubtful.keys()], options, doubtful);
  else for (const event of doubtful.keys()) yield* readSingleEvent(client, event, options);
}

/** Undefined when they are unusable. */
function rowsOf({ rows }: Chunk, event: EventRequest): readonly AttributeRow[] | undefined {
  try {
    return rows.ofEvent(event.id);
  } catch (error) {
    if (!isHeavy(error)) throw error;
    return undefined;
  }
}

function isDoubtful(
  { attributeCount }: EventRequest,
  rows: readonly AttributeRow[],
  { objects }: Chunk,
): boolean {
  return liveOf(rows) < attributeCount || lackObjects(rows, objects);
}

/**
 * More rows than MISP counts, which leaves out deleted ones: a page that is not full is known to be
 * the last, and needs no second request to tell.
 */
function roomFor(events: readonly EventRequest[]): number {
  const counted = events.reduce((sum, event) => sum + event.attributeCount, 0);
  return Math.ceil(counted * 1.25) + 100;
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
