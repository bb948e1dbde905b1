/**
 * An event with more attributes than one answer may hold: page by page, ordered by object, so that
 * an object's members come together and memory is bounded by a page, whatever the event.
 */
import { isHeavy } from "../retry.ts";
import type { EventPart, EventRequest } from "../sync/types.ts";
import { requestAttributePage } from "./attribute_pages.ts";
import type { MispClient } from "./client.ts";
import { joinObject, MEMBERS_AT_MOST, NO_OBJECT, type Objects } from "./members.ts";
import { requestObjects } from "./objects.ts";
import { withScores } from "./scores.ts";
import type { AttributeRow } from "./rows.ts";
import type { ReadOptions } from "./read_options.ts";
import { RequestError } from "../errors.ts";

/** A page of so few rows that fails is not failing because of its size. */
const SMALLEST_PAGE = 10;

/** A million rows in a row that MISP leaves out, at the usual size of a page. */
const EMPTY_PAGES_AT_MOST = 100;

/** Where reading stands: everything up to and including this row was given on. */
interface Cursor {
  readonly objectId: number;
  readonly id: number;
}

function isBehind(row: AttributeRow, cursor: Cursor): boolean {
  const objectId = Number(row.objectId);
  return objectId > cursor.objectId || (objectId === cursor.objectId && row.id > cursor.id);
}

/** Yields the event in parts; the last one says so, and may be empty. */
export async function* readLargeEvent(
  client: MispClient,
  event: EventRequest,
  options: ReadOptions,
): AsyncGenerator<EventPart> {
  const objects = await requestObjects(client, [event.id]);
  let held: AttributeRow[] = [];
  for await (const page of readPages(client, event, options)) {
    const rows = await withScores(client, page, options.scoredTypes);
    const { whole, rest } = splitOpenObject([...held, ...rows]);
    held = rest;
    yield { uuid: event.uuid, attributes: join(whole, objects), last: false };
  }
  yield { uuid: event.uuid, attributes: join(held, objects), last: true };
}

function join(rows: readonly AttributeRow[], objects: Objects) {
  const byObject = Map.groupBy(rows, (row) => row.objectId);
  return [...byObject].flatMap(([objectId, members]) => joinObject(objectId, members, objects));
}

/** Holds back the members of the last object, which may go on in the next page. */
function splitOpenObject(rows: readonly AttributeRow[]) {
  const open = rows.at(-1)?.objectId;
  const first = rows.findIndex((row) => row.objectId === open);
  // Of an object with too many members to be repeated nothing needs to be held.
  const holds = open !== undefined && open !== NO_OBJECT && rows.length - first <= MEMBERS_AT_MOST;
  return holds
    ? { whole: rows.slice(0, first), rest: rows.slice(first) }
    : { whole: rows, rest: [] };
}

/** Pages of the event; after a page that is too heavy for MISP, smaller ones from there on. */
async function* readPages(
  client: MispClient,
  event: EventRequest,
  options: ReadOptions,
): AsyncGenerator<readonly AttributeRow[]> {
  let limit = options.attributesPerRequest;
  let cursor: Cursor = { objectId: -1, id: -1 };
  let empty = 0;
  for (let offset = 0;;) {
    const pageNumber = Math.floor(offset / limit) + 1;
    const page = await requestAttributePage(client, {
      eventIds: new Set([event.id]),
      page: pageNumber,
      limit,
      order: "Attribute.object_id asc, Attribute.id asc",
      sightings: event.sighted,
      options: options.page,
    }).catch((error) => {
      if (!isHeavy(error) || limit <= SMALLEST_PAGE) throw error;
      limit = Math.max(SMALLEST_PAGE, Math.floor(limit / 2));
    });
    if (page === undefined) continue;
    const rows = page.rows.filter((row) => isBehind(row, cursor));
    // A page may come empty in the middle: MISP leaves rows out after it has cut the page.
    empty = page.rows.length === 0 ? empty + 1 : 0;
    if (empty > EMPTY_PAGES_AT_MOST) throw endless(event, pageNumber);
    if (rows.length === 0 && page.rows.length > 0 && !page.last) {
      throw pageIgnored(event, pageNumber);
    }
    const end = rows.at(-1);
    if (end !== undefined) cursor = { objectId: Number(end.objectId), id: end.id };
    yield rows;
    if (page.last) return;
    offset = pageNumber * limit;
  }
}

function endless(event: EventRequest, page: number): RequestError {
  return new RequestError(
    `POST /attributes/restSearch gave ${EMPTY_PAGES_AT_MOST} empty pages of event ${event.uuid}, ` +
      `up to page ${page}, and says that there are more (X-Skipped-Elements-Count)`,
    { kind: "refused" },
  );
}

function pageIgnored(event: EventRequest, page: number): RequestError {
  return new RequestError(
    `POST /attributes/restSearch gave rows of earlier pages again as page ${page} of event ` +
      event.uuid,
    { kind: "refused" },
  );
}
