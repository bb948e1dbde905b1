/**
 * An event with more attributes than one answer may hold: page by page, ordered by object, so that
 * an object's members come together and memory is bounded by a page, whatever the event.
 */
import { isHeavy } from "../retry.ts";
import type { EventPart, EventRequest } from "../sync/types.ts";
import { type AttributePage, requestAttributePage } from "./attribute_pages.ts";
import type { MispClient } from "./client.ts";
import { joinRows, lackObjects, MEMBERS_AT_MOST, NO_OBJECT, type Objects } from "./members.ts";
import { requestObjects } from "./objects.ts";
import { requestScores, withScores } from "./scores.ts";
import { unusable } from "./raw_rows.ts";
import { type AttributeRow, liveOf } from "./rows.ts";
import type { ReadOptions } from "./read_options.ts";
import { RequestError } from "../errors.ts";

/** A page of so few rows that fails is not failing because of its size. */
const SMALLEST_PAGE = 10;

/**
 * Pages in a row without anything new. One may come empty, because MISP leaves rows out after it has
 * cut the page, or repeat rows that others, added meanwhile, have moved on; more than these do not.
 */
const STALE_PAGES_AT_MOST = 20;

/** Where reading stands: everything up to and including this row was given on. */
class Cursor {
  #objectId = -1;
  #id = -1;

  /** Those of the rows that were not given on before; the cursor moves behind them. */
  advance(rows: readonly AttributeRow[]): readonly AttributeRow[] {
    const fresh = rows.filter((row) => this.#isBehind(row));
    const end = fresh.at(-1);
    if (end !== undefined) {
      this.#objectId = Number(end.objectId);
      this.#id = end.id;
    }
    return fresh;
  }

  #isBehind(row: AttributeRow): boolean {
    const objectId = Number(row.objectId);
    return objectId > this.#objectId || (objectId === this.#objectId && row.id > this.#id);
  }
}

/** Yields the event in parts; the last one says so, and may be empty. */
export async function* readLargeEvent(
  client: MispClient,
  event: EventRequest,
  options: ReadOptions,
): AsyncGenerator<EventPart> {
  using opened = new DisposableStack();
  const readObjects = async () => opened.use(await requestObjects(client, [event.id]));
  let objects: Objects = await readObjects();
  let areDoubtful = true;
  const { uuid } = event;
  let held: readonly AttributeRow[] = [];
  /** The object that has shown to have too many members: it has, also where few of them follow. */
  let crowded: string | undefined;
  for await (const rows of readPages(client, event, options)) {
    const { whole, rest } = splitOpenObject([...held, ...rows]);
    if (areDoubtful && lackObjects(rows, objects)) {
      objects = await readObjects();
      areDoubtful = false;
    }
    yield { uuid, attributes: joinRows(whole, objects, crowded), last: false };
    held = rest;
    if (rest.length === 0) crowded = whole.at(-1)?.objectId ?? crowded;
  }
  yield { uuid, attributes: joinRows(held, objects, crowded), last: true };
}

/** Holds back the members of the last object, which may go on in what comes next. */
function splitOpenObject(rows: readonly AttributeRow[]) {
  const open = rows.at(-1)?.objectId;
  const first = rows.findIndex((row) => row.objectId === open);
  // Of an object with too many members to be repeated nothing needs to be held.
  const holds = open !== undefined && open !== NO_OBJECT && rows.length - first <= MEMBERS_AT_MOST;
  return holds
    ? { whole: rows.slice(0, first), rest: rows.slice(first) }
    : { whole: rows, rest: [] };
}

/** The rows of the event, some at a time; after a page that was too heavy, from smaller ones. */
async function* readPages(
  client: MispClient,
  event: EventRequest,
  options: ReadOptions,
): AsyncGenerator<readonly AttributeRow[]> {
  const cursor = new Cursor();
  let limit = options.attributesPerRequest;
  let stale = 0;
  let live = 0;
  for (let offset = 0; stale <= STALE_PAGES_AT_MOST;) {
    const number = Math.floor(offset / limit) + 1;
    try {
      const ask = () => requestPage(client, event, options, { number, limit });
      const page = await believable(await ask(), ask, event.attributeCount - live);
      let fresh = 0;
      for await (const rows of rowsOf(page, client, options)) {
        const some = cursor.advance(rows);
        fresh += some.length;
        live += liveOf(some);
        yield some;
      }
      if (page.last) return;
      stale = fresh === 0 ? stale + 1 : 0;
      offset = number * limit;
    } catch (error) {
      if (!isHeavy(error) || limit <= SMALLEST_PAGE) throw error;
      limit = Math.max(SMALLEST_PAGE, Math.floor(limit / 2));
    }
  }
  throw endless(event);
}

function requestPage(
  client: MispClient,
  event: EventRequest,
  options: ReadOptions,
  page: { readonly number: number; readonly limit: number },
): Promise<AttributePage> {
  return options.pace.run(() =>
    requestAttributePage(client, {
      events: new Map([[event.id, 0]]),
      page: page.number,
      limit: page.limit,
      order: "Attribute.object_id asc, Attribute.id asc",
      sightings: event.sighted,
      options: options.page,
    })
  );
}

/**
 * A page may be the last although MISP counts more rows, because the key may not see all of them. That
 * it is not cut short is believed when it comes twice.
 *
 * @param missing rows that are counted and have not come before this page
 */
async function believable(
  page: AttributePage,
  ask: () => Promise<AttributePage>,
  missing: number,
): Promise<AttributePage> {
  const isShort = ({ rows, last }: AttributePage) =>
    last && (rows.size < missing || liveIn(rows) < missing);
  if (!isShort(page)) return page;
  const { size } = page.rows;
  page.rows[Symbol.dispose]();
  const again = await ask();
  if (again.rows.size === size || !isShort(again)) return again;
  again.rows[Symbol.dispose]();
  throw unusable("a page of another size each time");
}

function liveIn(rows: AttributePage["rows"]): number {
  let live = 0;
  for (const some of rows.inOrder()) live += liveOf(some);
  return live;
}

async function* rowsOf({ rows }: AttributePage, client: MispClient, options: ReadOptions) {
  using _rows = rows;
  const scores = await requestScores(client, rows.inOrder(), options.scoredTypes);
  for (const some of rows.inOrder()) yield withScores(some, scores);
}

/** Of this event alone: it is reported, and the others are read. */
function endless(event: EventRequest): RequestError {
  return new RequestError(
    `POST /attributes/restSearch gave nothing new in ${STALE_PAGES_AT_MOST} pages of event ` +
      `${event.uuid}, and says that there is more: does a proxy drop the page's number?`,
    { kind: "malformed" },
  );
}
