/**
 * `@timestamp` as the time at which an indicator was last found in MISP. Rules look at indicators of
 * the last 30 days only, so that one which is old but still valid would be missed by its own time.
 */
import { type JsonObject, numberAt } from "./json.ts";
import { countOf } from "./latest_index.ts";
import type { ElasticConnection } from "./request.ts";
import { runTask, type TaskContext } from "./server_task.ts";

export interface Confirmation {
  readonly index: string;
  readonly instance: string;
  /** Epoch milliseconds: when the list of events was asked for. */
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
 * that is left stands for an attribute that MISP still has.
 */
export async function confirmDocuments(
  connection: ElasticConnection,
  context: TaskContext,
  confirmation: Confirmation,
): Promise<number> {
  const { index, now } = confirmation;
  const query = queryOf(confirmation);
  if (await countOf(connection, index, query) === 0) return 0;
  const response = await runTask(connection, context, {
    method: "POST",
    path: `/${index}/_update_by_query`,
    // What another run changes meanwhile is confirmed by that.
    query: { conflicts: "proceed", refresh: true },
    body: {
      query,
      script: {
        lang: "painless",
        source: "ctx._source['@timestamp'] = params.now",
        params: { now: new Date(now).toISOString() },
      },
    },
  });
  return numberAt(response, "updated") ?? 0;
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
