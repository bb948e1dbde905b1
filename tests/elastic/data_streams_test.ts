/** Data streams, on a server that can also take them away again. */
import { assert, assertEquals } from "@std/assert";
import type { AssetSettings } from "../../lib/elastic/asset_settings.ts";
import { createBulkWriter } from "../../lib/elastic/bulk.ts";
import { bulkItem } from "../../lib/elastic/bulk_batch.ts";
import { isChange, planInstall } from "../../lib/elastic/install_plan.ts";
import { at, type JsonObject, listAt } from "../../lib/elastic/json.ts";
import { countOf } from "../../lib/elastic/latest_index.ts";
import { applyUninstall, planUninstall } from "../../lib/elastic/uninstall.ts";
import { type Cluster, clusterTestsOn } from "./support/cluster.ts";
import { actionsOf, install, targetOf } from "./support/install.ts";

const streamTest = await clusterTestsOn({ engine: "opensearch-3" });
const HISTORY: Partial<AssetSettings> = { history: true };

async function add({ client, context }: Cluster, stream: string, id: string): Promise<void> {
  const line = JSON.stringify({ "@timestamp": "2026-11-25T00:00:00Z", misp: { instance: id } });
  const items = [bulkItem("create", id, line)];
  const tally = await createBulkWriter(client, context).write(stream, items);
  assertEquals([tally.acknowledged, tally.rejected], [1, []]);
  await client.ask({ method: "POST", path: `/${stream}/_refresh` });
}

async function backingIndices({ client }: Cluster, stream: string): Promise<number> {
  const answer = await client.ask({ method: "GET", path: `/_data_stream/${stream}` });
  return listAt(answer, "data_streams", 0, "indices").length;
}

/** A data stream as an older version might have made it. */
async function makeOld(cluster: Cluster, properties: JsonObject): Promise<void> {
  const { client, names } = cluster;
  await client.ask({
    method: "PUT",
    path: `/_index_template/${names.journal}`,
    body: {
      index_patterns: [names.journal],
      priority: 500,
      data_stream: {},
      template: { mappings: { dynamic: false, properties } },
    },
  });
  await add(cluster, names.journal, "old");
}

streamTest("applyInstall() lets the first record make the data stream", async (cluster) => {
  const { client, names } = cluster;
  await install(cluster, HISTORY);
  await add(cluster, names.journal, "a");
  await add(cluster, names.history, "a");
  assertEquals(await backingIndices(cluster, names.journal), 1);
  const label = (value: string) => ({ term: { "labels.is_ioc_transform_source": value } });
  assertEquals(await countOf(client, names.history, label("true")), 1);
  assertEquals(await countOf(client, names.journal, label("true")), 0);
  const plan = await planInstall(targetOf(cluster, HISTORY));
  assertEquals(plan.filter(isChange), []);
  assertEquals(actionsOf(plan).filter((line) => line.endsWith("data_stream")), [
    "unchanged data_stream",
    "unchanged data_stream",
  ]);
});

streamTest("applyInstall() adds fields to a data stream where they fit", async (cluster) => {
  const { names } = cluster;
  await makeOld(cluster, { "@timestamp": { type: "date" } });
  const plan = await install(cluster);
  assertEquals(actionsOf(plan).at(-1), "update data_stream");
  assertEquals(await backingIndices(cluster, names.journal), 1);
  assertEquals((await planInstall(targetOf(cluster))).filter(isChange), []);
});

streamTest(
  "applyInstall() rolls a data stream over when its mapping cannot change",
  async (cluster) => {
    const { client, names } = cluster;
    const instance = { properties: { instance: { type: "text" } } };
    await makeOld(cluster, { "@timestamp": { type: "date" }, misp: instance });
    await install(cluster);
    assertEquals(await backingIndices(cluster, names.journal), 2);
    await add(cluster, names.journal, "new");
    assertEquals(await countOf(client, names.journal, { match_all: {} }), 2);
    assertEquals((await planInstall(targetOf(cluster))).filter(isChange), []);
  },
);

streamTest(
  "applyUninstall() keeps data and what it needs, unless told otherwise",
  async (cluster) => {
    const { client, names } = cluster;
    await install(cluster, HISTORY);
    await add(cluster, names.journal, "a");
    const target = targetOf(cluster);
    const careful = await planUninstall(target, false);
    await applyUninstall(client, careful);
    assertEquals(
      careful.filter(({ asset, kept }) => kept !== undefined && !asset.kind.endsWith("_policy"))
        .map(({ asset }) => asset.title).toSorted(),
      [
        `component template "${names.fields}"`,
        `data stream "${names.journal}"`,
        `index "${names.latest}"`,
        `index "${names.state}"`,
        `index template "${names.journal}"`,
      ],
    );
    await add(cluster, names.journal, "b");
    await applyUninstall(client, await planUninstall(target, true));
    assertEquals(await planUninstall(target, true), []);
    const left = await client.ask({ method: "GET", path: `/*${names.namespace}*` });
    assertEquals(left, {});
  },
);

streamTest("planUninstall() counts what would be lost and changes nothing", async (cluster) => {
  const { names } = cluster;
  await install(cluster);
  await add(cluster, names.journal, "a");
  const plan = await planUninstall(targetOf(cluster), true);
  const found = plan.find(({ asset }) => asset.kind === "data_stream");
  assertEquals([found?.documents, found?.kept], [1, undefined]);
  assertEquals(await planUninstall(targetOf(cluster), true), plan);
});

streamTest("planUninstall() leaves alone what ti-misp did not make", async (cluster) => {
  const { client, names } = cluster;
  await client.ask({ method: "PUT", path: `/${names.latest}` });
  const plan = await planUninstall(targetOf(cluster), true);
  assertEquals(plan, []);
});

streamTest("The history tells when a record arrived by the server's clock", async (cluster) => {
  const { client, names } = cluster;
  await install(cluster, HISTORY);
  await add(cluster, names.history, "a");
  const answer = await client.ask({ method: "POST", path: `/${names.history}/_search`, body: {} });
  const ingested = at(answer, "hits", "hits", 0, "_source", "event", "ingested");
  assert(Math.abs(Date.parse(String(ingested)) - Date.now()) < 60_000, String(ingested));
});
