/** Which indexed documents have come to their end, and which will. */
import type { DueDocument, Expiries } from "../sync/types.ts";
import { at, type JsonObject, type JsonValue, listAt, numberAt, textAt } from "./json.ts";
import { refresh } from "./refresh.ts";
import type { ElasticConnection } from "./request.ts";
import { hitPages } from "./search.ts";

const END = "misp.attribute.decayed_at";
const MARKED = "misp.attribute.decayed";
const RULE = "misp.attribute.decayed_by";
const TYPE = "misp.attribute.type";
const EVENT = "misp.event.uuid";

/** More rules than there are models, more types than MISP has. */
const GROUPS = 1000;

function endsUntil(ms: number): JsonObject {
  return { range: { [END]: { lte: ms, format: "epoch_millis" } } };
}

/** With what was written before this call, and each document as it was when it began. */
export async function* duePages(
  connection: ElasticConnection,
  index: string,
  ours: JsonObject,
  { now, keepMs }: { readonly now: number; readonly keepMs: number },
): AsyncGenerator<readonly DueDocument[]> {
  await refresh(connection, index);
  const isMarked = { term: { [MARKED]: true } };
  const pages = hitPages(connection, {
    index,
    query: {
      bool: {
        filter: [ours],
        minimum_should_match: 1,
        should: [
          { bool: { filter: [endsUntil(now)], must_not: [isMarked] } },
          { bool: { filter: [endsUntil(now - keepMs), isMarked] } },
        ],
      },
    },
    fields: {
      _source: false,
      docvalue_fields: [EVENT, RULE, TYPE, MARKED],
      seq_no_primary_term: true,
    },
    keep: ["_id", "_seq_no", "_primary_term", "fields"],
    uniqueField: "misp.attribute.uuid",
  });
  for await (const hits of pages) yield hits.map(dueDocumentOf);
}

function dueDocumentOf(hit: JsonValue): DueDocument {
  return {
    id: textAt(hit, "_id") ?? "",
    event: textAt(hit, "fields", EVENT, 0) ?? "",
    state: {
      seqNo: numberAt(hit, "_seq_no") ?? 0,
      primaryTerm: numberAt(hit, "_primary_term") ?? 0,
    },
    rule: textAt(hit, "fields", RULE, 0) ?? "",
    type: textAt(hit, "fields", TYPE, 0) ?? "",
    marked: at(hit, "fields", MARKED, 0) === true,
  };
}

export async function expiriesBetween(
  connection: ElasticConnection,
  index: string,
  ours: JsonObject,
  { from, until }: { readonly from: number; readonly until: number },
): Promise<Expiries> {
  const range = { gt: from, lte: until, format: "epoch_millis" };
  const answer = await connection.ask({
    method: "POST",
    path: `/${index}/_search`,
    query: {
      allow_partial_search_results: false,
      filter_path: "hits.total.value,aggregations.*.buckets",
    },
    body: {
      size: 0,
      track_total_hits: true,
      query: { bool: { filter: [ours, { range: { [END]: range } }] } },
      aggs: { rules: groupsOf(RULE), types: groupsOf(TYPE) },
    },
  });
  return {
    total: numberAt(answer, "hits", "total", "value") ?? 0,
    byRule: countsOf(answer, "rules"),
    byType: countsOf(answer, "types"),
  };
}

function groupsOf(field: string): JsonObject {
  return { terms: { field, size: GROUPS, missing: "" } };
}

function countsOf(answer: JsonObject, name: string): ReadonlyMap<string, number> {
  return new Map(
    listAt(answer, "aggregations", name, "buckets").map((bucket) => [
      textAt(bucket, "key") ?? "",
      numberAt(bucket, "doc_count") ?? 0,
    ]),
  );
}
