/** Who else writes to the names that ti-misp uses; Elastic's own integration has the same. */
import { listAt, numberAt, objectAt, textAt } from "./json.ts";
import type { Names } from "./names.ts";
import type { ElasticConnection } from "./request.ts";

export interface ForeignIndex {
  readonly index: string;
  readonly documents: number;
  /** Whether who reads the alias of current indicators reads these, too. */
  readonly inAlias: boolean;
}

/** Whatever begins so is read by Elastic's prebuilt rules, which read `logs-ti_*`. */
const PATTERN = "logs-ti_misp*";
const MOST_INDICES = 50;

const LENIENT = {
  ignore_unavailable: true,
  allow_no_indices: true,
  expand_wildcards: "open,hidden",
};

/** Indices with documents that no ti-misp wrote, among those that the credentials let read. */
export async function foreignIndices(
  connection: ElasticConnection,
  { latestAlias }: Pick<Names, "latestAlias">,
): Promise<readonly ForeignIndex[]> {
  const answer = await connection.ask({
    method: "POST",
    path: `/${PATTERN}/_search`,
    query: { ...LENIENT, filter_path: "aggregations.indices.buckets" },
    body: {
      size: 0,
      track_total_hits: false,
      query: { bool: { must_not: [{ exists: { field: "misp.instance" } }] } },
      aggs: { indices: { terms: { field: "_index", size: MOST_INDICES } } },
    },
  });
  const buckets = listAt(answer, "aggregations", "indices", "buckets");
  if (buckets.length === 0) return [];
  const aliases = await connection.ask({
    method: "GET",
    path: `/${PATTERN}/_alias`,
    query: LENIENT,
  });
  return buckets.map((bucket) => {
    const index = textAt(bucket, "key") ?? "";
    const inAlias = Object.hasOwn(objectAt(aliases, index, "aliases"), latestAlias);
    return { index, documents: numberAt(bucket, "doc_count") ?? 0, inAlias };
  });
}
