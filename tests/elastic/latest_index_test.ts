import { assert, assertEquals, assertObjectMatch, assertRejects } from "@std/assert";
import { createBulkWriter } from "../../lib/elastic/bulk.ts";
import { latestIndex } from "../../lib/elastic/latest_index.ts";
import type { Operation } from "../../lib/sync/types.ts";
import { clusterTest } from "./support/cluster.ts";
import { indexed, INSTANCE, operation, operations, prepared } from "./support/latest.ts";

clusterTest("latestIndex() gives back what was written, by event", async (cluster) => {
  const target = await prepared(cluster);
  assertEquals(await target.prepare(), 0);
  const written = [...operations("one", 30), ...operations("two", 5), ...operations("three", 2)];
  assertEquals(await target.write(written), { acknowledged: 37, rejected: [], skipped: [] });
  await target.commit();
  assertEquals(await target.prepare(), 37);
  const { documents } = await indexed(target, ["two", "three", "absent"]);
  assertEquals(documents.size, 7);
  assertObjectMatch({ ...documents.get(`${INSTANCE}:two-000003`) }, {
    id: `${INSTANCE}:two-000003`,
    hash: "hash3",
    event: "two",
  });
  assertEquals((await indexed(target, [])).documents.size, 0);
  assertEquals((await indexed(target, ["absent"])).documents.size, 0);
});

clusterTest("latestIndex() reads more than 10,000 documents, each once", async (cluster) => {
  const target = await prepared(cluster);
  await target.write(operations("large", 25_000));
  await target.commit();
  const { pages, documents } = await indexed(target, ["large"]);
  assertEquals(pages, [10_000, 10_000, 5000]);
  assertEquals(documents.size, 25_000);
});

clusterTest("latestIndex() reads exactly 10,000 documents in one page", async (cluster) => {
  const target = await prepared(cluster);
  await target.write(operations("round", 10_000));
  await target.commit();
  const { pages, documents } = await indexed(target, ["round"]);
  assertEquals(pages, [10_000]);
  assertEquals(documents.size, 10_000);
});

clusterTest(
  "latestIndex() pages by a field where the server has no tie-breaker",
  async (cluster) => {
    const { client, context, names } = cluster;
    await prepared(cluster);
    const pointInTime = { ...client.flavour.pointInTime, tieBreaker: undefined };
    const plain = {
      flavour: { ...client.flavour, pointInTime },
      traffic: client.traffic,
      request: client.request.bind(client),
      ask: client.ask.bind(client),
    };
    const target = latestIndex(plain, createBulkWriter(client, context), {
      names,
      instance: INSTANCE,
    });
    await target.write(operations("large", 12_000));
    await target.commit();
    assertEquals((await indexed(target, ["large"])).documents.size, 12_000);
  },
);

clusterTest("latestIndex() lists events with their documents and newest stamp", async (cluster) => {
  const target = await prepared(cluster);
  const many = Array.from({ length: 12_000 }, (_, number) => operation(`event${number}`, 7));
  await target.write([...operations("one", 30), ...many]);
  await target.commit();
  const events = await Array.fromAsync(target.events());
  assertEquals(events.length, 12_001);
  assertEquals(events.find(({ uuid }) => uuid === "one"), {
    uuid: "one",
    documents: 30,
    timestamp: 29,
  });
});

clusterTest("latestIndex() never sees another instance's documents", async (cluster) => {
  const target = await prepared(cluster);
  const foreign = { misp: { instance: "other", event: { uuid: "one" }, attribute: { uuid: "x" } } };
  await target.write([operation("one", 1), operation("one", 2, foreign)]);
  await target.commit();
  assertEquals(await target.prepare(), 1);
  assertEquals((await indexed(target, ["one"])).documents.size, 1);
  assertEquals((await Array.fromAsync(target.events())).length, 1);
});

clusterTest("latestIndex() deletes, also what is gone already", async (cluster) => {
  const target = await prepared(cluster);
  await target.write(operations("one", 3));
  const gone = [1, 2, 7].map((number): Operation => ({
    action: "delete",
    id: `${INSTANCE}:one-00000${number}`,
    event: "one",
  }));
  assertEquals(await target.write(gone), {
    acknowledged: 2,
    rejected: [],
    skipped: gone.slice(2),
  });
  await target.commit();
  assertEquals([...(await indexed(target, ["one"])).documents.keys()], [`${INSTANCE}:one-000000`]);
});

clusterTest("latestIndex() names the operation that was rejected, and why", async (cluster) => {
  const target = await prepared(cluster);
  const bad = operation("one", 2, {
    misp: { instance: INSTANCE, event: { uuid: "one", timestamp: "no date" } },
  });
  const { acknowledged, rejected } = await target.write([operation("one", 1), bad]);
  assertEquals(acknowledged, 1);
  assertEquals(rejected.length, 1);
  assert(rejected[0]?.operation === bad);
  assertEquals(rejected[0]?.status, 400);
  assert(rejected[0]?.reason.includes("no date"), rejected[0]?.reason);
});

clusterTest(
  "latestIndex() says what to do when there is no index",
  async ({ client, context, names }) => {
    const bulk = createBulkWriter(client, context);
    const target = latestIndex(client, bulk, { names, instance: INSTANCE });
    const error = await assertRejects(() => target.prepare(), Error);
    assert(error.message.includes("ti-misp install-assets"), error.message);
    assert(error.message.includes(names.latest), error.message);
  },
);
