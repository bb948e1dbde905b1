import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { PreconditionError } from "../../lib/errors.ts";
import { assetsFor } from "../../lib/elastic/assets.ts";
import { ASSET_DEFAULTS } from "../../lib/elastic/asset_settings.ts";
import { describePlan, diffOf } from "../../lib/elastic/describe_plan.ts";
import { serverFacts } from "../../lib/elastic/features.ts";
import { isChange, planInstall } from "../../lib/elastic/install_plan.ts";
import { at, type JsonObject } from "../../lib/elastic/json.ts";
import { type Cluster, clusterTest } from "./support/cluster.ts";
import { actionsOf, install, targetOf } from "./support/install.ts";

const CREATED = [
  "create component_template",
  "create index_template",
  "create index",
  "create index",
  "create index_template",
];
const UNCHANGED = CREATED.map((line) => line.replace("create", "unchanged"));

async function put({ client }: Cluster, path: string, body: JsonObject): Promise<void> {
  await client.ask({ method: "PUT", path, body });
}

clusterTest(
  "applyInstall() makes what is missing, and the second time nothing",
  async (cluster) => {
    assertEquals(actionsOf(await install(cluster)), CREATED);
    assertEquals(actionsOf(await install(cluster)), UNCHANGED);
  },
);

clusterTest("planInstall() changes nothing and names each asset", async (cluster) => {
  const { names } = cluster;
  const plan = await planInstall(targetOf(cluster));
  const text = describePlan(plan);
  assertStringIncludes(text, `create      index template "${names.latestTemplate}"`);
  assertStringIncludes(text, `create      index "${names.state}"`);
  assert(plan.some(isChange));
  assertEquals(actionsOf(await planInstall(targetOf(cluster))), CREATED);
});

clusterTest("planInstall() tells what this server cannot have, and why", async (cluster) => {
  const plan = await planInstall(targetOf(cluster, { latest: "transform" }));
  const text = describePlan(plan);
  for (const { asset, action } of plan) {
    if (asset.unavailable === undefined) continue;
    assertEquals(action, "unavailable");
    assertStringIncludes(text, `unavailable ${asset.title}\n            ${asset.unavailable}`);
  }
});

clusterTest(
  "applyInstall() puts the latest index behind its alias and hides the state",
  async (cluster) => {
    const { client, names } = cluster;
    await install(cluster);
    const aliased = await client.ask({ method: "GET", path: `/_alias/${names.latestAlias}` });
    assert(names.latest in aliased);
    const visible = await client.ask({ method: "GET", path: "/ti-misp-*" });
    assert(!(names.state in visible));
  },
);

clusterTest("applyInstall() mends what was changed, and shows what", async (cluster) => {
  const { client, names } = cluster;
  await install(cluster);
  const assets = assetsFor(names, await serverFacts(client), ASSET_DEFAULTS);
  const template = assets.find(({ name }) => name === names.latestTemplate);
  await put(cluster, `/_index_template/${names.latestTemplate}`, {
    ...template!.body,
    priority: 7,
  });
  const actions = [{ remove: { index: names.latest, alias: names.latestAlias } }];
  await client.ask({ method: "POST", path: "/_aliases", body: { actions } });
  const plan = await planInstall(targetOf(cluster));
  assertEquals(plan.filter(isChange).map(({ asset, action }) => `${action} ${asset.kind}`), [
    "update index_template",
    "update index",
  ]);
  for (const text of [describePlan(plan), diffOf(plan)]) {
    assertStringIncludes(text, "- priority: 7");
    assertStringIncludes(text, "+ priority: 500");
    assertStringIncludes(text, `+ aliases.${names.latestAlias}: {}`);
  }
  await install(cluster);
  assertEquals(actionsOf(await install(cluster)), UNCHANGED);
  assertEquals(diffOf(await planInstall(targetOf(cluster))), "");
});

clusterTest("applyInstall() adds fields to an index of an older version", async (cluster) => {
  const { names } = cluster;
  const old: JsonObject = {
    mappings: {
      _meta: { managed_by: "ti-misp", version: 0 },
      dynamic: false,
      properties: { own: { type: "keyword" }, "@timestamp": { type: "date" } },
    },
  };
  await put(cluster, `/${names.latest}`, old);
  assertEquals(actionsOf(await install(cluster))[2], "update index");
  assertEquals(actionsOf(await install(cluster)), UNCHANGED);
});

clusterTest("planInstall() leaves what a newer version made alone", async (cluster) => {
  const { names } = cluster;
  await install(cluster);
  const body: JsonObject = { _meta: { managed_by: "ti-misp", version: 99 } };
  await put(cluster, `/${names.latest}/_mapping`, body);
  assertEquals(actionsOf(await install(cluster))[2], "newer index");
});

clusterTest("planInstall() refuses an alias in the place of an index", async (cluster) => {
  const { client, names } = cluster;
  const other = `${names.latest}.other`;
  try {
    await put(cluster, `/${other}`, { aliases: { [names.latest]: {} } });
    const error = await assertRejects(() => planInstall(targetOf(cluster)), PreconditionError);
    assertStringIncludes(error.message, "is an alias or a data stream");
  } finally {
    await client.request({ method: "DELETE", path: `/${other}` });
  }
});

clusterTest("planInstall() refuses an index in the place of a data stream", async (cluster) => {
  const { client, names } = cluster;
  try {
    await put(cluster, `/${names.journal}`, {});
    const error = await assertRejects(() => planInstall(targetOf(cluster)), PreconditionError);
    assertStringIncludes(error.message, "must be a data stream");
  } finally {
    await client.request({ method: "DELETE", path: `/${names.journal}` });
  }
});

clusterTest(
  "applyInstall() leaves keywords that another server made as they are",
  async (cluster) => {
    const { client, names } = cluster;
    const keyword = { type: "keyword", ignore_above: 1024 };
    await put(cluster, `/${names.latest}`, {
      mappings: {
        _meta: { managed_by: "ti-misp", version: 1 },
        properties: { event: { properties: { module: keyword } } },
      },
    });
    await install(cluster);
    const mapping = await client.ask({ method: "GET", path: `/${names.latest}/_mapping` });
    const path = [names.latest, "mappings", "properties", "event", "properties", "module"];
    assertEquals(at(mapping, ...path), keyword);
    assertEquals(actionsOf(await install(cluster)), UNCHANGED);
  },
);
