/**
 * Lifecycle policies, transforms and the API of data streams, on servers that have them: a complete
 * Elasticsearch, or one that at least takes and keeps their definitions.
 */
import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { PreconditionError } from "../../lib/errors.ts";
import type { AssetSettings } from "../../lib/elastic/asset_settings.ts";
import { createBulkWriter } from "../../lib/elastic/bulk.ts";
import { bulkItem } from "../../lib/elastic/bulk_batch.ts";
import { connectElastic } from "../../lib/elastic/client.ts";
import { serverFacts } from "../../lib/elastic/features.ts";
import { isChange, planInstall } from "../../lib/elastic/install_plan.ts";
import { at, type JsonObject, objectAt, textAt } from "../../lib/elastic/json.ts";
import { applyUninstall, planUninstall } from "../../lib/elastic/uninstall.ts";
import { startElasticsearch } from "../support/engine.ts";
import { type Cluster, clusterTest } from "./support/cluster.ts";
import { testContext, testSettings } from "./support/context.ts";
import { install, targetOf } from "./support/install.ts";

const EVERYTHING: Partial<AssetSettings> = { latest: "transform" };
const DAY = 86_400_000;

async function isComplete(): Promise<boolean> {
  const { url } = await startElasticsearch();
  if (url === undefined) return false;
  await using client = await connectElastic(testSettings(url), testContext());
  const { features } = await serverFacts(client);
  return features.policies && features.transforms && features.dataStreams;
}

const complete = await isComplete();

function fullServerTest(name: string, body: (cluster: Cluster) => Promise<void>): void {
  if (complete) clusterTest(name, body);
  else Deno.test({ name, ignore: true, fn: () => {} });
}

async function get({ client }: Cluster, path: string): Promise<JsonObject> {
  return await client.ask({ method: "GET", path });
}

fullServerTest(
  "applyInstall() makes policies and a running transform, and then nothing",
  async (cluster) => {
    const { names } = cluster;
    const first = await install(cluster, EVERYTHING);
    assert(first.every(({ action }) => action === "create"));
    const plan = await planInstall(targetOf(cluster, EVERYTHING));
    assertEquals(plan.filter(({ action }) => action !== "unchanged"), []);
    const stats = await get(cluster, `/_transform/${names.transform}/_stats`);
    const state = textAt(stats, "transforms", 0, "state");
    assert(state === "started" || state === "indexing", `${state}`);
  },
);

fullServerTest("applyInstall() puts a data stream under its policy", async (cluster) => {
  const { client, context, names } = cluster;
  await install(cluster, EVERYTHING);
  const line = JSON.stringify({ "@timestamp": "2026-11-25T00:00:00Z" });
  for (
    const [stream, policy] of [
      [names.journal, names.journalPolicy],
      [names.history, names.historyPolicy],
    ] as const
  ) {
    await createBulkWriter(client, context).write(stream, [bulkItem("create", "a", line)]);
    const answer = await get(cluster, `/_data_stream/${stream}`);
    assertEquals(textAt(answer, "data_streams", 0, "ilm_policy"), policy);
  }
});

fullServerTest("applyInstall() changes a retention, and takes a deletion away", async (cluster) => {
  const { names } = cluster;
  await install(cluster);
  const phases = async () =>
    objectAt(
      await get(cluster, `/_ilm/policy/${names.journalPolicy}`),
      names.journalPolicy,
      "policy",
      "phases",
    );
  assertEquals(at(await phases(), "delete", "min_age"), "365d");
  const kept = (journal: number | "off") => ({ retention: { journal, history: 5 * DAY } });
  const shorter = await install(cluster, kept(30 * DAY));
  assertEquals(shorter.filter(isChange).map(({ asset }) => asset.kind), ["ilm_policy"]);
  assertEquals(at(await phases(), "delete", "min_age"), "30d");
  assertEquals(at(await phases(), "hot", "actions", "rollover", "max_age"), "7d");
  await install(cluster, kept("off"));
  assertEquals(Object.keys(await phases()), ["hot"]);
});

fullServerTest(
  "applyInstall() removes its transform when it is no longer wanted",
  async (cluster) => {
    const { names, client } = cluster;
    await install(cluster, EVERYTHING);
    const plan = await install(cluster, { latest: "direct" });
    assertEquals(plan.filter(isChange).map(({ asset, action }) => `${action} ${asset.kind}`), [
      "delete transform",
    ]);
    await assertRejects(() =>
      client.ask({ method: "GET", path: `/_transform/${names.transform}` })
    );
  },
);

fullServerTest("applyInstall() makes a transform anew that was changed", async (cluster) => {
  const { names, client } = cluster;
  await install(cluster, EVERYTHING);
  const path = `/_transform/${names.transform}`;
  await client.ask({ method: "POST", path: `${path}/_stop`, query: { force: true } });
  await client.ask({ method: "DELETE", path });
  const body = {
    _meta: { managed_by: "ti-misp", version: 0 },
    source: { index: [names.history] },
    dest: { index: names.latest },
    latest: { unique_key: ["misp.attribute.uuid"], sort: "@timestamp" },
  };
  await client.ask({ method: "PUT", path, query: { defer_validation: true }, body });
  const plan = await install(cluster, EVERYTHING);
  assertEquals(plan.filter(isChange).map(({ asset, action }) => `${action} ${asset.kind}`), [
    "update transform",
  ]);
  assertEquals((await planInstall(targetOf(cluster, EVERYTHING))).filter(isChange), []);
});

fullServerTest(
  "planInstall() refuses a transform beside documents written directly",
  async (cluster) => {
    const { client, names } = cluster;
    await install(cluster);
    await client.ask({
      method: "PUT",
      path: `/${names.latest}/_doc/a`,
      query: { refresh: true },
      body: { "@timestamp": "2026-11-25T00:00:00Z" },
    });
    const error = await assertRejects(
      () => planInstall(targetOf(cluster, EVERYTHING)),
      PreconditionError,
    );
    assertStringIncludes(error.message, "holds 1 documents");
  },
);

fullServerTest("applyUninstall() with data leaves nothing behind", async (cluster) => {
  const { client, context, names } = cluster;
  await install(cluster, EVERYTHING);
  const line = JSON.stringify({ "@timestamp": "2026-11-25T00:00:00Z" });
  await createBulkWriter(client, context).write(names.history, [bulkItem("create", "a", line)]);
  const target = targetOf(cluster);
  await applyUninstall(client, await planUninstall(target, false));
  const kept = await planUninstall(target, true);
  assertEquals(kept.map(({ asset }) => asset.kind), [
    "data_stream",
    "index",
    "index",
    "index_template",
    "component_template",
    "ingest_pipeline",
    "ilm_policy",
  ]);
  await applyUninstall(client, kept);
  assertEquals(await planUninstall(target, true), []);
});
