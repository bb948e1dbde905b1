/** The journal as the pipeline's target: a data stream, to which records are only added. */
import { RequestError } from "../errors.ts";
import type { JournalledAttribute } from "../sync/journal.ts";
import type { Expiries, IndexedDocument, Operation, Target } from "../sync/types.ts";
import type { BulkWriter } from "./bulk.ts";
import { type BulkItem, documentItem } from "./bulk_batch.ts";
import { at, type JsonObject, type JsonValue, listAt, textAt } from "./json.ts";
import { countOf, documentOf, eventsOf, indexedPages, resultOf } from "./latest_index.ts";
import { refresh } from "./refresh.ts";
import type { ElasticConnection } from "./request.ts";

export interface JournalStreamSettings {
  readonly stream: string;
  readonly instance: string;
}

export interface JournalStream {
  readonly target: Target;
  /** The attributes that the journal holds of an event, each once. */
  attributesOf(event: string): AsyncIterable<readonly JournalledAttribute[]>;
}

const NO_EXPIRIES: Expiries = { total: 0, byRule: new Map(), byType: new Map() };

const ATTRIBUTES_PER_PAGE = 10_000;

export function journalStream(
  connection: ElasticConnection,
  bulk: BulkWriter,
  { stream, instance }: JournalStreamSettings,
): JournalStream {
  const ours = { term: { "misp.instance": instance } };
  const target: Target = {
    prepare: () => unlessMissing(() => prepare(connection, stream, ours), 0),
    async *indexed(events) {
      const pages = idPages(connection, stream, ours, events);
      const first = await unlessMissing(() => pages.next(), { done: true, value: undefined });
      if (first.done) return;
      yield first.value;
      yield* pages;
    },
    async *events() {
      yield* await unlessMissing(() => Array.fromAsync(eventsOf(connection, stream, ours)), []);
    },
    async *due() {},
    expiries: () => Promise.resolve(NO_EXPIRIES),
    async write(operations) {
      return resultOf(operations, await bulk.write(stream, operations.map(itemOf)));
    },
    commit: () => unlessMissing(() => refresh(connection, stream), undefined),
    get traffic() {
      return connection.traffic;
    },
  };
  return { target, attributesOf: (event) => attributesOf(connection, stream, ours, event) };
}

/** The server makes the stream with the first record. */
async function unlessMissing<T>(work: () => Promise<T>, nothing: T): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RequestError && error.kind === "missing") return nothing;
    throw error;
  }
}

async function prepare(connection: ElasticConnection, stream: string, query: JsonObject) {
  await refresh(connection, stream);
  return await countOf(connection, stream, query);
}

async function* idPages(
  connection: ElasticConnection,
  stream: string,
  ours: JsonObject,
  events: readonly string[],
): AsyncGenerator<readonly IndexedDocument[]> {
  const query = { bool: { filter: [ours, { terms: { "misp.event.uuid": [...events] } }] } };
  for await (const hits of indexedPages(connection, stream, query)) yield hits.map(documentOf);
}

/** A data stream takes nothing but `create`. */
function itemOf(operation: Operation): BulkItem {
  if (operation.action === "create") return documentItem(operation);
  throw new TypeError(`Cannot ${operation.action} "${operation.id}": a journal is only added to`);
}

async function* attributesOf(
  connection: ElasticConnection,
  stream: string,
  ours: JsonObject,
  event: string,
): AsyncGenerator<readonly JournalledAttribute[]> {
  let after: JsonValue | undefined;
  while (true) {
    const answer = await connection.ask({
      method: "POST",
      path: `/${stream}/_search`,
      query: { allow_partial_search_results: false, filter_path: "aggregations" },
      body: {
        size: 0,
        track_total_hits: false,
        query: { bool: { filter: [ours, { term: { "misp.event.uuid": event } }] } },
        aggs: { attributes: byAttribute(after) },
      },
    });
    const buckets = listAt(answer, "aggregations", "attributes", "buckets");
    yield buckets.map((bucket) => ({
      uuid: textAt(bucket, "key", "uuid") ?? "",
      type: textAt(bucket, "key", "type") ?? "",
      event,
    }));
    after = at(answer, "aggregations", "attributes", "after_key");
    if (after === undefined || buckets.length < ATTRIBUTES_PER_PAGE) return;
  }
}

function byAttribute(after: JsonValue | undefined): JsonObject {
  return {
    composite: {
      size: ATTRIBUTES_PER_PAGE,
      sources: [
        { uuid: { terms: { field: "misp.attribute.uuid" } } },
        { type: { terms: { field: "misp.attribute.type" } } },
      ],
      ...(after === undefined ? {} : { after }),
    },
  };
}
