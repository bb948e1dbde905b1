/** The index of current indicators as the pipeline's target: one document each, by a fixed id. */
import type {
  IndexedDocument,
  IndexedEvent,
  Operation,
  Rejection,
  Target,
  WriteResult,
} from "../sync/types.ts";
import { documentId } from "../ecs/id.ts";
import type { BulkWriter } from "./bulk.ts";
import type { BulkTally } from "./bulk_answer.ts";
import { type BulkItem, bulkItem, documentItem } from "./bulk_batch.ts";
import { duePages, expiriesBetween } from "./latest_due.ts";
import { refresh } from "./refresh.ts";
import { at, type JsonObject, type JsonValue, listAt, numberAt, textAt } from "./json.ts";
import type { Names } from "./names.ts";
import type { ElasticConnection } from "./request.ts";
import { hitPages } from "./search.ts";

/** Far below `index.max_terms_count` (65,536). */
const EVENTS_PER_SEARCH = 10_000;
/** Far below `search.max_buckets` (65,536). */
const EVENTS_PER_PAGE = 10_000;

export interface LatestIndexSettings {
  readonly names: Pick<Names, "latest">;
  readonly instance: string;
  /** Whether a transform fills the index, and names documents as it likes. */
  readonly transformed?: boolean;
}

/** The document stays as it is but for this: its hash still tells what MISP says of it. */
const MARK_LINE = JSON.stringify({ doc: { misp: { attribute: { decayed: true } } } });

/** Holds nothing open: `connection` is the caller's. */
export function latestIndex(
  connection: ElasticConnection,
  bulk: BulkWriter,
  { names, instance, transformed = false }: LatestIndexSettings,
): Target {
  const index = names.latest;
  const ours = { term: { "misp.instance": instance } };
  return {
    async prepare() {
      await refresh(connection, index);
      return await countOf(connection, index, ours);
    },
    async *indexed(events) {
      for (let start = 0; start < events.length; start += EVENTS_PER_SEARCH) {
        const some = events.slice(start, start + EVENTS_PER_SEARCH);
        const query = { bool: { filter: [ours, { terms: { "misp.event.uuid": some } }] } };
        for await (const hits of indexedPages(connection, index, query)) {
          yield hits.map(transformed ? (hit) => transformedDocument(hit, instance) : documentOf);
        }
      }
    },
    events: () => eventsOf(connection, index, ours),
    due: (now, keepMs) => duePages(connection, index, ours, { now, keepMs }),
    expiries: (from, until) => expiriesBetween(connection, index, ours, { from, until }),
    async write(operations) {
      return resultOf(operations, await bulk.write(index, operations.map(itemOf)));
    },
    commit: () => refresh(connection, index),
    get traffic() {
      return connection.traffic;
    },
  };
}

/** A search rather than `_count`, which leaves out shards that do not answer. */
export async function countOf(
  connection: ElasticConnection,
  index: string,
  query: JsonObject,
): Promise<number> {
  const answer = await connection.ask({
    method: "POST",
    path: `/${index}/_search`,
    query: { allow_partial_search_results: false, filter_path: "hits.total.value" },
    body: { size: 0, track_total_hits: true, query },
  });
  return numberAt(answer, "hits", "total", "value") ?? 0;
}

/** From doc values: a third faster than from `_source`, which would be unpacked as a whole. */
export function indexedPages(connection: ElasticConnection, index: string, query: JsonObject) {
  return hitPages(connection, {
    index,
    query,
    fields: {
      _source: false,
      docvalue_fields: ["event.hash", "misp.event.uuid", "misp.attribute.uuid"],
      seq_no_primary_term: true,
    },
    keep: ["_id", "_seq_no", "_primary_term", "fields"],
    uniqueField: "misp.attribute.uuid",
  });
}

/** By the id that the document would have if a run had written it. */
function transformedDocument(hit: JsonValue, instance: string): IndexedDocument {
  const uuid = textAt(hit, "fields", "misp.attribute.uuid", 0) ?? "";
  return { ...documentOf(hit), id: documentId(instance, uuid) };
}

export function documentOf(hit: JsonValue): IndexedDocument {
  return {
    id: textAt(hit, "_id") ?? "",
    hash: textAt(hit, "fields", "event.hash", 0) ?? "",
    event: textAt(hit, "fields", "misp.event.uuid", 0) ?? "",
    state: {
      seqNo: numberAt(hit, "_seq_no") ?? 0,
      primaryTerm: numberAt(hit, "_primary_term") ?? 0,
    },
  };
}

export async function* eventsOf(
  connection: ElasticConnection,
  index: string,
  query: JsonObject,
): AsyncGenerator<IndexedEvent> {
  let after: JsonValue | undefined;
  while (true) {
    const answer = await connection.ask({
      method: "POST",
      path: `/${index}/_search`,
      query: { allow_partial_search_results: false, filter_path: "aggregations" },
      body: { size: 0, track_total_hits: false, query, aggs: { events: byEvent(after) } },
    });
    const buckets = listAt(answer, "aggregations", "events", "buckets");
    for (const bucket of buckets) yield indexedEventOf(bucket);
    after = at(answer, "aggregations", "events", "after_key");
    if (after === undefined || buckets.length < EVENTS_PER_PAGE) return;
  }
}

function byEvent(after: JsonValue | undefined): JsonObject {
  return {
    composite: {
      size: EVENTS_PER_PAGE,
      sources: [{ uuid: { terms: { field: "misp.event.uuid" } } }],
      ...(after === undefined ? {} : { after }),
    },
    aggs: { timestamp: { max: { field: "misp.event.timestamp" } } },
  };
}

/** A date's maximum comes in milliseconds. */
function indexedEventOf(bucket: JsonValue): IndexedEvent {
  return {
    uuid: textAt(bucket, "key", "uuid") ?? "",
    documents: numberAt(bucket, "doc_count") ?? 0,
    timestamp: Math.floor((numberAt(bucket, "timestamp", "value") ?? 0) / 1000),
  };
}

function itemOf(operation: Operation): BulkItem {
  switch (operation.action) {
    case "index":
    case "create":
      return documentItem(operation);
    case "mark":
      return bulkItem("update", operation.id, MARK_LINE, { onlyIf: operation.onlyIf });
    case "delete":
      return bulkItem("delete", operation.id, undefined, { onlyIf: operation.onlyIf });
  }
}

export function resultOf(operations: readonly Operation[], tally: BulkTally): WriteResult {
  const rejected: Rejection[] = [];
  for (const { position, status, type, reason } of tally.rejected) {
    const operation = operations[position];
    if (operation !== undefined) rejected.push({ operation, status, type, reason });
  }
  const skipped = tally.skipped.flatMap(({ position }) => operations[position] ?? []);
  return { acknowledged: tally.acknowledged, rejected, skipped };
}
