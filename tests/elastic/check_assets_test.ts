import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { PreconditionError } from "../../lib/errors.ts";
import { checkAssets } from "../../lib/elastic/check_assets.ts";
import type { JsonObject } from "../../lib/elastic/json.ts";
import { clusterTest } from "./support/cluster.ts";
import { install } from "./support/install.ts";

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

clusterTest("checkAssets() takes what a newer version made", async (cluster) => {
  const { client, names } = cluster;
  await install(cluster);
  const body: JsonObject = { _meta: { managed_by: "ti-misp", version: 99 } };
  await client.ask({ method: "PUT", path: `/${names.latest}/_mapping`, body });
  await checkAssets(client, names);
});

clusterTest(
  "checkAssets() looks for the template of a data stream, where one is written to",
  async (cluster) => {
    const { client, names } = cluster;
    await install(cluster);
    await checkAssets(client, names, [names.journal]);
    await client.ask({ method: "DELETE", path: `/_index_template/${names.journal}` });
    const error = await assertRejects(
      () => checkAssets(client, names, [names.journal]),
      PreconditionError,
    );
    assertStringIncludes(error.message, `index template "${names.journal}" is missing`);
  },
);
