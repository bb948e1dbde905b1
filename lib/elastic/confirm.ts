/**
 * `@timestamp` as the time at which an indicator was last found in MISP. Rules look at indicators of
 * the last 30 days only, so that one which is old but still valid would be missed by its own time.
 */
import { type BulkItem, bulkItem } from "./bulk_batch.ts";
import type { BulkWriter } from "./bulk.ts";
import { RequestError } from "../errors.ts";
import type { JsonObject, JsonValue } from "./json.ts";
import { documentOf } from "./latest_index.ts";
import { refresh } from "./refresh.ts";
import type { ElasticConnection } from "./request.ts";
import { hitPages } from "./search.ts";

export interface Confirmation {
  readonly index: string;
  readonly instance: string;
  /** Epoch milliseconds: of the run. */
  readonly now: number;
  /** Events that could not be read, which this run can say nothing about. */
  readonly except: readonly string[];
}

/**
 * Renewing each time would write every document on every run. Once a week is enough for rules that
 * look back 30 days, with three weeks left in which no run need succeed.
 */
export const RENEWED_AFTER_MS = 7 * 86_400_000;

/**
 * Moves `@timestamp` to `now` where it is older than a week, of every document that is not marked as
 * decayed; gives their number. To be called when a run has compared every event: then each document
 * that is left stands for an attribute that MISP still has. What another run changes meanwhile is
 * left to that.
 *
 * @throws RequestError when a document is not taken.
 */
export async function confirmDocuments(
  connection: ElasticConnection,
  bulk: BulkWriter,
  confirmation: Confirmation,
): Promise<number> {
  const { index, now } = confirmation;
  const line = JSON.stringify({ doc: { "@timestamp": new Date(now).toISOString() } });
  let confirmed = 0;
  await refresh(connection, index);
  for await (const hits of oldPages(connection, confirmation)) {
    const { acknowledged, rejected } = await bulk.write(index, hits.map((hit) => item(hit, line)));
    confirmed += acknowledged;
    const [refused] = rejected;
    if (refused !== undefined) {
      throw new RequestError(
        `@timestamp of ${rejected.length} documents in "${index}" could not be renewed, the first ` +
          `with ${refused.status} ${refused.type}: ${refused.reason}`,
        { kind: "refused" },
      );
    }
  }
  if (confirmed > 0) await refresh(connection, index);
  return confirmed;
}

function oldPages(
  connection: ElasticConnection,
  confirmation: Confirmation,
): AsyncIterable<readonly JsonValue[]> {
  return hitPages(connection, {
    index: confirmation.index,
    query: queryOf(confirmation),
    fields: { _source: false, seq_no_primary_term: true },
    keep: ["_id", "_seq_no", "_primary_term"],
    uniqueField: "misp.attribute.uuid",
  });
}

function item(hit: JsonValue, line: string): BulkItem {
  const { id, state } = documentOf(hit);
  return bulkItem("update", id, line, { onlyIf: state });
}

function queryOf({ instance, now, except }: Confirmation): JsonObject {
  const old = { lt: now - RENEWED_AFTER_MS, format: "epoch_millis" };
  return {
    bool: {
      filter: [{ term: { "misp.instance": instance } }, { range: { "@timestamp": old } }],
      must_not: [
        { term: { "misp.attribute.decayed": true } },
        ...(except.length === 0 ? [] : [{ terms: { "misp.event.uuid": [...except] } }]),
      ],
    },
  };
}
