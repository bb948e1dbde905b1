import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { PreconditionError } from "../../lib/errors.ts";
import { assetsFor } from "../../lib/elastic/assets.ts";
import { checkAssets } from "../../lib/elastic/check_assets.ts";
import { applyInstall, describePlan, planInstall } from "../../lib/elastic/install.ts";
import type { JsonObject } from "../../lib/elastic/json.ts";
import { type Cluster, clusterTest } from "./support/cluster.ts";

async function install({ client, names }: Cluster): Promise<readonly string[]> {
  const plan = await planInstall(client, names);
  await applyInstall(client, names, plan);
  return plan.map(({ action }) => action);
}

async function actions({ client, names }: Cluster): Promise<readonly string[]> {
  return (await planInstall(client, names)).map(({ action }) => action);
}

clusterTest(
  "applyInstall() makes what is missing, and the second time nothing",
  async (cluster) => {
    assertEquals(await install(cluster), ["create", "create", "create"]);
    assertEquals(await install(cluster), ["unchanged", "unchanged", "unchanged"]);
  },
);

clusterTest("planInstall() changes nothing and names each asset", async (cluster) => {
  const { client, names } = cluster;
  const text = describePlan(await planInstall(client, names));
  assertStringIncludes(text, `create    index template "${names.latestTemplate}"`);
  assertStringIncludes(text, `create    index "${names.state}"`);
  assertEquals(await actions(cluster), ["create", "create", "create"]);
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
  const [template] = assetsFor(names, client.flavour);
  const body: JsonObject = { ...template!.body, priority: 7 };
  await client.ask({ method: "PUT", path: `/_index_template/${names.latestTemplate}`, body });
  const actions = [{ remove: { index: names.latest, alias: names.latestAlias } }];
  await client.ask({ method: "POST", path: "/_aliases", body: { actions } });
  const plan = await planInstall(client, names);
  assertEquals(plan.map(({ action }) => action), ["update", "update", "unchanged"]);
  const text = describePlan(plan);
  assertStringIncludes(text, "- priority: 7");
  assertStringIncludes(text, "+ priority: 500");
  assertStringIncludes(text, `+ aliases.${names.latestAlias}: {}`);
  await applyInstall(client, names, plan);
  assertEquals(await install(cluster), ["unchanged", "unchanged", "unchanged"]);
});

clusterTest("applyInstall() adds fields to an index of an older version", async (cluster) => {
  const { client, names } = cluster;
  const old: JsonObject = {
    mappings: {
      _meta: { managed_by: "ti-misp", version: 0 },
      dynamic: false,
      properties: { own: { type: "keyword" }, "@timestamp": { type: "date" } },
    },
  };
  await client.ask({ method: "PUT", path: `/${names.latest}`, body: old });
  assertEquals(await install(cluster), ["create", "update", "create"]);
  assertEquals(await actions(cluster), ["unchanged", "unchanged", "unchanged"]);
});

clusterTest("applyInstall() says what to do when a field's type has changed", async (cluster) => {
  const { client, names } = cluster;
  const old: JsonObject = { mappings: { properties: { "@timestamp": { type: "long" } } } };
  await client.ask({ method: "PUT", path: `/${names.latest}`, body: old });
  const error = await assertRejects(() => install(cluster), PreconditionError);
  assertStringIncludes(error.message, names.latest);
  assertStringIncludes(error.message, "--full");
});

clusterTest("planInstall() leaves what a newer version made alone", async (cluster) => {
  const { client, names } = cluster;
  await install(cluster);
  const body: JsonObject = { _meta: { managed_by: "ti-misp", version: 99 } };
  await client.ask({ method: "PUT", path: `/${names.latest}/_mapping`, body });
  assertEquals(await install(cluster), ["unchanged", "newer", "unchanged"]);
  await checkAssets(client, names);
});

clusterTest("planInstall() refuses an alias in the place of an index", async (cluster) => {
  const { client, names } = cluster;
  const other = `${names.latest}.other`;
  try {
    const body: JsonObject = { aliases: { [names.latest]: {} } };
    await client.ask({ method: "PUT", path: `/${other}`, body });
    const error = await assertRejects(() => planInstall(client, names), PreconditionError);
    assertStringIncludes(error.message, "is an alias or a data stream");
  } finally {
    await client.request({ method: "DELETE", path: `/${other}` });
  }
});

clusterTest("checkAssets() names what is missing and the command to run", async (cluster) => {
  const { client, names } = cluster;
  const missing = await assertRejects(() => checkAssets(client, names), PreconditionError);
  assertStringIncludes(missing.message, `index "${names.latest}" is missing`);
  assertStringIncludes(missing.message, "run ti-misp install-assets");
  await install(cluster);
  const before = client.traffic.requests;
  await checkAssets(client, names);
  assertEquals(client.traffic.requests, before + 1);
  await client.request({ method: "DELETE", path: `/${names.state}` });
  const error = await assertRejects(() => checkAssets(client, names), PreconditionError);
  assertStringIncludes(error.message, names.state);
});

clusterTest(
  "checkAssets() refuses an index that ti-misp did not make, or an old one",
  async (cluster) => {
    const { client, names } = cluster;
    await client.ask({ method: "PUT", path: `/${names.latest}`, body: {} });
    const foreign = await assertRejects(() => checkAssets(client, names), PreconditionError);
    assertStringIncludes(foreign.message, "was not made by ti-misp");
    const body: JsonObject = { _meta: { managed_by: "ti-misp", version: 0 } };
    await client.ask({ method: "PUT", path: `/${names.latest}/_mapping`, body });
    const old = await assertRejects(() => checkAssets(client, names), PreconditionError);
    assertStringIncludes(old.message, "is of version 0, but version 1 is needed");
  },
);
