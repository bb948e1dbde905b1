/** Reading every document that matches, however many there are. */
import { RequestError } from "../errors.ts";
import { at, type JsonObject, type JsonValue, listAt, numberAt, textAt } from "./json.ts";
import type { ElasticConnection } from "./request.ts";

/** `index.max_result_window` as servers come: the most that one search gives. */
const PAGE_SIZE = 10_000;

/** Each page renews it; the reader may be busy with one page for this long. */
const KEEP_ALIVE = "10m";

export interface Search {
  readonly index: string;
  readonly query: JsonObject;
  /** What to give of each document: `_source`, `docvalue_fields` … */
  readonly fields: JsonObject;
  /** Paths of the answer to keep below `hits.hits`, for `filter_path`. */
  readonly keep: readonly string[];
  /** A keyword field with another value in each document, for servers that need one for paging. */
  readonly uniqueField: string;
}

/** A partial answer would look like documents that are gone. */
const WHOLE = { allow_partial_search_results: false };

/**
 * Hits in pages. One plain search serves for a page or less; more is read from a point in time, so
 * that writing meanwhile moves nothing from one page to another.
 */
export async function* hitPages(
  connection: ElasticConnection,
  search: Search,
): AsyncGenerator<readonly JsonValue[]> {
  const answer = await connection.ask({
    method: "POST",
    path: `/${search.index}/_search`,
    query: { ...WHOLE, filter_path: filterOf(search, "hits.total.value") },
    body: {
      size: PAGE_SIZE,
      query: search.query,
      ...search.fields,
      sort: ["_doc"],
      track_total_hits: PAGE_SIZE + 1,
    },
  });
  const total = numberAt(answer, "hits", "total", "value");
  if (total === undefined) throw unreadable(search);
  if (total > PAGE_SIZE) yield* pointInTimePages(connection, search);
  else if (total > 0) yield listAt(answer, "hits", "hits");
}

function filterOf({ keep }: Search, ...more: readonly string[]): string {
  return [...more, ...keep.map((path) => `hits.hits.${path}`)].join(",");
}

async function* pointInTimePages(
  connection: ElasticConnection,
  search: Search,
): AsyncGenerator<readonly JsonValue[]> {
  const dialect = connection.flavour.pointInTime;
  const opened = await connection.ask({
    method: "POST",
    path: dialect.openPath(search.index),
    query: { keep_alive: KEEP_ALIVE },
  });
  let id = textAt(opened, dialect.idField);
  if (id === undefined) throw unreadable(search);
  try {
    let after: JsonValue | undefined;
    while (true) {
      const answer = await pointInTimePage(connection, search, id, after);
      const hits = listAt(answer, "hits", "hits");
      if (hits.length > 0) yield hits;
      if (hits.length < PAGE_SIZE) return;
      id = textAt(answer, "pit_id") ?? id;
      after = at(hits.at(-1), "sort");
    }
  } finally {
    await closePointInTime(connection, id);
  }
}

function pointInTimePage(
  connection: ElasticConnection,
  search: Search,
  id: string,
  after: JsonValue | undefined,
): Promise<JsonObject> {
  const { tieBreaker } = connection.flavour.pointInTime;
  return connection.ask({
    method: "POST",
    path: "/_search",
    query: { ...WHOLE, filter_path: filterOf(search, "pit_id", "hits.hits.sort") },
    body: {
      size: PAGE_SIZE,
      query: search.query,
      ...search.fields,
      pit: { id, keep_alive: KEEP_ALIVE },
      sort: [tieBreaker ?? search.uniqueField],
      track_total_hits: false,
      ...(after === undefined ? {} : { search_after: after }),
    },
  });
}

/** One that stays open expires by itself: its closing must not hide what went wrong. */
async function closePointInTime(connection: ElasticConnection, id: string): Promise<void> {
  const { closePath, closeBody } = connection.flavour.pointInTime;
  try {
    await connection.request({
      method: "DELETE",
      path: closePath,
      body: closeBody(id),
      uninterrupted: true,
    });
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
  }
}

function unreadable({ index }: Search): RequestError {
  return new RequestError(`A search in ${index} was answered without the number of its hits`, {
    kind: "malformed",
  });
}
