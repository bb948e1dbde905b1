/** An index whose mapping cannot be changed in place gets a successor, on a real server. */
import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { LeaseHeldError, RequestError } from "../../lib/errors.ts";
import { checkAssets } from "../../lib/elastic/check_assets.ts";
import { applyInstall } from "../../lib/elastic/install.ts";
import { planInstall } from "../../lib/elastic/install_plan.ts";
import { at, type JsonObject } from "../../lib/elastic/json.ts";
import { countOf } from "../../lib/elastic/latest_index.ts";
import { acquireLease } from "../../lib/elastic/lease.ts";
import { planUninstall } from "../../lib/elastic/uninstall.ts";
import { clusterTest } from "./support/cluster.ts";
import { actionsOf, install, targetOf } from "./support/install.ts";
import { indexed, INSTANCE, operations } from "./support/latest.ts";
import { EVENT, indicesIn, makeOld, OLD_INDEX, targetIn } from "./support/old_index.ts";

clusterTest(
  "replaceIndex() moves every document to a new index behind the name",
  async (cluster) => {
    const { client, names } = cluster;
    const written = await makeOld(cluster);
    const plan = await install(cluster);
    assertEquals(actionsOf(plan)[2], "replace index");
    const next = `${names.latest}-v2`;
    assertEquals(await indicesIn(cluster), [next]);
    const { documents } = await indexed(targetIn(cluster), [EVENT]);
    assertEquals([...documents.keys()].toSorted(), written.map(({ id }) => id).toSorted());
    const found = await client.ask({ method: "GET", path: `/${names.latestAlias}/_alias` });
    assertEquals(Object.keys(at(found, next, "aliases") ?? {}).toSorted(), [
      names.latest,
      names.latestAlias,
    ]);
  },
);

clusterTest(
  "replaceIndex() leaves an index that commands use as if nothing had been",
  async (cluster) => {
    const { client, names } = cluster;
    await makeOld(cluster, 10);
    await install(cluster);
    assert(actionsOf(await install(cluster)).every((line) => line.startsWith("unchanged")));
    await checkAssets(client, names);
    const target = targetIn(cluster);
    assertEquals(await target.prepare(), 10);
    const [first, second] = operations(EVENT, 12).slice(10);
    assertEquals((await target.write([first!, second!])).acknowledged, 2);
    const removed = { action: "delete", id: first!.id, event: EVENT } as const;
    assertEquals((await target.write([removed])).acknowledged, 1);
    await target.commit();
    assertEquals(await target.prepare(), 11);
    const removals = await planUninstall(targetOf(cluster), true);
    assert(
      removals.some(({ path, documents }) => path === `/${names.latest}-v2` && documents === 11),
    );
  },
);

clusterTest(
  "replaceIndex() is found by the patterns that rules read, each document once",
  async (cluster) => {
    const { client, names } = cluster;
    await makeOld(cluster, 25);
    const query = { term: { "misp.event.uuid": EVENT } };
    const pattern = `logs-ti_*${names.namespace}*`;
    assertEquals(await countOf(client, pattern, query), 25);
    await install(cluster);
    assertEquals(await countOf(client, pattern, query), 25);
    assertEquals(await countOf(client, names.latest, query), 25);
  },
);

clusterTest("replaceIndex() can follow itself", async (cluster) => {
  const { client, names } = cluster;
  await makeOld(cluster, 30);
  await install(cluster);
  // What no version would do: a field of the second index with another type than is wanted.
  const third: JsonObject = { ...OLD_INDEX, aliases: { [names.latest]: {} } };
  await client.ask({ method: "DELETE", path: `/${names.latest}-v2` });
  await client.ask({ method: "PUT", path: `/${names.latest}-v2`, body: third });
  await targetIn(cluster).write(operations(EVENT, 30));
  assertEquals(actionsOf(await install(cluster))[2], "replace index");
  assertEquals(await indicesIn(cluster), [`${names.latest}-v3`]);
  assertEquals(await targetIn(cluster).prepare(), 30);
});

clusterTest(
  "replaceIndex() waits for nobody: it refuses while a run is at work",
  async (cluster) => {
    const { client, names, context } = cluster;
    await makeOld(cluster, 5);
    await client.ask({
      method: "PUT",
      path: `/${names.state}`,
      body: { mappings: { properties: { kind: { type: "keyword" } } } },
    });
    const scope = {
      index: names.state,
      command: "sync-attributes",
      instance: INSTANCE,
      shard: "1/1",
    };
    const request = { scope, runId: "r", controller: new AbortController() };
    const lease = await acquireLease(client, context, request);
    await client.ask({ method: "POST", path: `/${names.state}/_refresh` });
    try {
      const error = await assertRejects(() => install(cluster), LeaseHeldError);
      assertStringIncludes(error.message, "sync-attributes");
    } finally {
      await lease[Symbol.asyncDispose]();
    }
    await client.ask({ method: "POST", path: `/${names.state}/_refresh` });
    await install(cluster);
    assertEquals(await targetIn(cluster).prepare(), 5);
  },
);

clusterTest(
  "replaceIndex() changes nothing when a document does not fit the new index",
  async (cluster) => {
    const { names } = cluster;
    await makeOld(cluster, 20);
    const [odd] = operations(EVENT, 1).map((operation) => ({
      ...operation,
      id: "odd",
      line: JSON.stringify({ misp: { instance: INSTANCE, attribute: { ip_range: "no range" } } }),
    }));
    await targetIn(cluster).write([odd!]);
    await assertRejects(() => install(cluster), Error, "nothing was changed");
    assertEquals(await indicesIn(cluster), [names.latest]);
    const target = targetIn(cluster);
    assertEquals((await target.write(operations(EVENT, 21).slice(20))).acknowledged, 1);
    await target.commit();
    assertEquals(await target.prepare(), 22);
  },
);

clusterTest(
  "replaceIndex() does not lose documents when the answer to its swap is lost",
  async (cluster) => {
    const { client, names, context } = cluster;
    await makeOld(cluster, 40);
    let lost = 0;
    const connection = {
      flavour: client.flavour,
      traffic: client.traffic,
      request: client.request.bind(client),
      async ask(request: Parameters<typeof client.ask>[0]) {
        const answer = await client.ask(request);
        if (request.path !== "/_aliases" || lost > 0) return answer;
        lost++;
        throw new RequestError("The answer was lost", { kind: "unavailable" });
      },
    };
    const target = { ...targetOf(cluster), connection };
    await applyInstall(target, context, await planInstall(target));
    assertEquals(lost, 1);
    assertEquals(await indicesIn(cluster), [`${names.latest}-v2`]);
    assertEquals(await targetIn(cluster).prepare(), 40);
  },
);

clusterTest(
  "replaceIndex() starts over where an attempt that was killed left off",
  async (cluster) => {
    const { client, names } = cluster;
    await makeOld(cluster, 40);
    await install(cluster, {}).catch(() => {});
    await client.ask({ method: "DELETE", path: `/${names.latest}-v2` });
    await client.ask({ method: "DELETE", path: `/_index_template/${names.latestTemplate}` });
    await makeOld(cluster, 40);
    await client.ask({ method: "PUT", path: `/${names.latest}-v2`, body: OLD_INDEX });
    await client.ask({ method: "PUT", path: `/${names.latest}/_block/write` });
    await install(cluster);
    assertEquals(await indicesIn(cluster), [`${names.latest}-v2`]);
    const target = targetIn(cluster);
    assertEquals(await target.prepare(), 40);
    assertEquals((await target.write(operations(EVENT, 41).slice(40))).acknowledged, 1);
  },
);

clusterTest(
  "replaceIndex() that is interrupted leaves the old index as it was",
  async (cluster) => {
    const { client, context, names } = cluster;
    await makeOld(cluster, 40);
    const target = targetOf(cluster);
    const plan = await planInstall(target);
    const log = { ...context.log, info: () => context.controller.abort(new Error("Stopped")) };
    await assertRejects(() => applyInstall(target, { ...context, log }, plan), Error, "Stopped");
    const { body } = await client.request({
      method: "GET",
      path: `/${names.latest}*/_settings?expand_wildcards=all`,
      uninterrupted: true,
    });
    assertEquals(Object.keys(JSON.parse(body)), [names.latest]);
    assert(!body.includes("blocks"), body);
  },
);
