/** An index of current indicators as an older version might have left it. */
import { assertEquals } from "@std/assert";
import { createBulkWriter } from "../../../lib/elastic/bulk.ts";
import type { JsonObject } from "../../../lib/elastic/json.ts";
import { latestIndex } from "../../../lib/elastic/latest_index.ts";
import type { Operation, Target } from "../../../lib/sync/types.ts";
import type { Cluster } from "./cluster.ts";
import { INSTANCE, operations } from "./latest.ts";

/** As an older version made it: a field that rules match has another type. */
export const OLD_INDEX: JsonObject = {
  settings: { index: { number_of_shards: 1, auto_expand_replicas: "0-1" } },
  mappings: {
    _meta: { managed_by: "ti-misp", version: 0 },
    dynamic: false,
    properties: {
      "@timestamp": { type: "date" },
      misp: {
        properties: {
          instance: { type: "keyword" },
          attribute: { properties: { uuid: { type: "text" } } },
          event: { properties: { uuid: { type: "keyword" }, timestamp: { type: "date" } } },
        },
      },
    },
  },
};

export const EVENT = "0b5c7c0e-5d7e-4f3a-9a51-6f1c2d3e4f50";

export function targetIn({ client, names, context }: Cluster): Target {
  return latestIndex(client, createBulkWriter(client, context), { names, instance: INSTANCE });
}

/** An index of the old kind, with documents. */
export async function makeOld(cluster: Cluster, count = 2500): Promise<readonly Operation[]> {
  const { client, names } = cluster;
  const template = { index_patterns: [names.latest], priority: 500, template: {} };
  await client.ask({
    method: "PUT",
    path: `/_index_template/${names.latestTemplate}`,
    body: template,
  });
  await client.ask({ method: "PUT", path: `/${names.latest}`, body: OLD_INDEX });
  const written = operations(EVENT, count);
  const target = targetIn(cluster);
  assertEquals((await target.write(written)).rejected, []);
  await target.commit();
  return written;
}

/** It and its successors, hidden ones as well. */
export async function indicesIn({ client, names }: Cluster): Promise<readonly string[]> {
  const path = `/${names.latest},${names.latest}-v*/_alias`;
  const query = { expand_wildcards: "all", ignore_unavailable: true };
  const answer = await client.ask({ method: "GET", path, query });
  return Object.keys(answer).toSorted();
}
