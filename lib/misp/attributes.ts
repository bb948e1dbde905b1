/**
 * The attributes of a chunk of events. A chunk that is too heavy for MISP is halved down to single
 * events, a single event is read in smaller and smaller pages, and an event that cannot be read at
 * all is reported and left alone.
 */
import { isHeavy } from "../retry.ts";
import type { EventPart, EventRequest } from "../sync/types.ts";
import { type AttributePage, type PageRequest, requestAttributePage } from "./attribute_pages.ts";
import type { MispClient } from "./client.ts";
import { readLargeEvent } from "./large_event.ts";
import { type Objects, wholeEvent } from "./members.ts";
import { requestObjects } from "./objects.ts";
import type { ReadOptions } from "./read_options.ts";
import { requestScores, type Scores, withScores } from "./scores.ts";

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
  const chunk = await readChunk(client, events, options).catch((error) => {
    if (!isHeavy(error)) throw error;
  });
  if (chunk !== undefined) {
    using _opened = chunk;
    for (const event of events) yield* eventOf(chunk, client, event, options);
  } else if (events.length === 1) yield* readSingleEvent(client, only, options);
  else {
    const half = Math.ceil(events.length / 2);
    yield* readAttributes(client, events.slice(0, half), options);
    yield* readAttributes(client, events.slice(half), options);
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

/** One event of the answer; when its rows turn out to be unusable, it is asked for once more. */
async function* eventOf(
  { rows, objects, scores }: Chunk,
  client: MispClient,
  event: EventRequest,
  options: ReadOptions,
): AsyncGenerator<EventPart> {
  let parts: Iterable<EventPart>;
  try {
    parts = wholeEvent(event.uuid, withScores(rows.ofEvent(event.id), scores), objects);
  } catch (error) {
    if (!isHeavy(error)) throw error;
    yield* readSingleEvent(client, event, options);
    return;
  }
  yield* parts;
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
