/** How many events the ledger knows. */
import { listAt, numberAt, textAt } from "./json.ts";
import type { ElasticConnection } from "./request.ts";

export interface LedgerCount {
  readonly command: string;
  readonly instance: string;
  readonly events: number;
}

/** Far more pairs of a command and an instance than one index will hold. */
const MOST_PAIRS = 1000;

export async function countLedger(
  connection: ElasticConnection,
  index: string,
): Promise<readonly LedgerCount[]> {
  const answer = await connection.ask({
    method: "POST",
    path: `/${index}/_search`,
    query: { allow_partial_search_results: false, filter_path: "aggregations.pairs.buckets" },
    body: {
      size: 0,
      track_total_hits: false,
      query: { term: { kind: "event" } },
      aggs: {
        pairs: {
          composite: {
            size: MOST_PAIRS,
            sources: ["command", "instance"].map((field) => ({ [field]: { terms: { field } } })),
          },
        },
      },
    },
  });
  return listAt(answer, "aggregations", "pairs", "buckets").map((bucket) => ({
    command: textAt(bucket, "key", "command") ?? "",
    instance: textAt(bucket, "key", "instance") ?? "",
    events: numberAt(bucket, "doc_count") ?? 0,
  }));
}
