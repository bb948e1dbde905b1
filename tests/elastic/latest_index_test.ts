import { assert, assertEquals, assertRejects } from "@std/assert";
import { createBulkWriter } from "../../lib/elastic/bulk.ts";
import type { JsonObject } from "../../lib/elastic/json.ts";
import { latestIndex } from "../../lib/elastic/latest_index.ts";
import type { IndexedDocument, Operation, Target } from "../../lib/sync/types.ts";
import { type Cluster, clusterTest } from "./support/cluster.ts";

const INSTANCE = "misp.example.com";

const MAPPINGS: JsonObject = {
  dynamic: false,
  properties: {
    event: { properties: { hash: { type: "keyword" } } },
    misp: {
      properties: {
        instance: { type: "keyword" },
        attribute: {
          properties: {
            uuid: { type: "keyword" },
            type: { type: "keyword" },
            decayed: { type: "boolean" },
            decayed_at: { type: "date" },
            decayed_by: { type: "keyword" },
          },
        },
        event: { properties: { uuid: { type: "keyword" }, timestamp: { type: "date" } } },
      },
    },
  },
};

async function prepared({ client, names, context }: Cluster): Promise<Target> {
  const body = { settings: { number_of_replicas: 0 }, mappings: MAPPINGS };
  await client.ask({ method: "PUT", path: `/${names.latest}`, body });
  return latestIndex(client, createBulkWriter(client, context), { names, instance: INSTANCE });
}

function operation(event: string, number: number, more: object = {}): Operation {
  const uuid = `${event}-${String(number).padStart(6, "0")}`;
  const line = JSON.stringify({
    event: { hash: `hash${number}` },
    misp: {
      instance: INSTANCE,
      attribute: { uuid },
      event: { uuid: event, timestamp: new Date(number * 1000).toISOString() },
    },
    ...more,
  });
  return { action: "index", id: `${INSTANCE}:${uuid}`, event, line };
}

function operations(event: string, count: number): readonly Operation[] {
  return Array.from({ length: count }, (_, number) => operation(event, number));
}

async function indexed(target: Target, events: readonly string[]) {
  const pages: number[] = [];
  const documents = new Map<string, IndexedDocument>();
  for await (const page of target.indexed(events)) {
    pages.push(page.length);
    for (const document of page) documents.set(document.id, document);
  }
  return { pages, documents };
}

clusterTest("latestIndex() gives back what was written, by event", async (cluster) => {
  const target = await prepared(cluster);
  assertEquals(await target.prepare(), 0);
  const written = [...operations("one", 30), ...operations("two", 5), ...operations("three", 2)];
  assertEquals(await target.write(written), { acknowledged: 37, rejected: [], skipped: [] });
  await target.commit();
  assertEquals(await target.prepare(), 37);
  const { documents } = await indexed(target, ["two", "three", "absent"]);
  assertEquals(documents.size, 7);
  assertEquals(documents.get(`${INSTANCE}:two-000003`), {
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

const NOW = Date.UTC(2026, 0, 10);
const DAY = 86_400_000;

function ending(number: number, end: number, rule: string, decayed = false): Operation {
  const uuid = `ending-${number}`;
  const decayed_at = new Date(end).toISOString();
  return operation("ends", number, {
    misp: {
      instance: INSTANCE,
      attribute: { uuid, type: "domain", decayed, decayed_at, decayed_by: rule },
      event: { uuid: "ends" },
    },
  });
}

clusterTest(
  "latestIndex() finds what is due, and what is marked when it was kept",
  async (cluster) => {
    const target = await prepared(cluster);
    await target.write([
      ending(0, NOW, "default"),
      ending(1, NOW + 1, "default"),
      ending(2, NOW - 5 * DAY, "model", true),
      ending(3, NOW - 3 * DAY, "model", true),
      operation("ends", 4),
    ]);
    const due = (await Array.fromAsync(target.due(NOW, 4 * DAY))).flat();
    assertEquals(
      due.map(({ rule, type, event, marked }) => [rule, type, event, marked]).toSorted(),
      [["default", "domain", "ends", false], ["model", "domain", "ends", true]],
    );
    assertEquals((await Array.fromAsync(target.due(NOW, 0))).flat().length, 3);
  },
);

clusterTest("latestIndex() counts what will end, by rule and type", async (cluster) => {
  const target = await prepared(cluster);
  const ends = [NOW, NOW + 1, NOW + DAY, NOW + DAY + 1];
  await target.write(ends.map((end, number) => ending(number, end, `rule${number % 2}`)));
  await target.commit();
  const expiries = await target.expiries(NOW, NOW + DAY);
  assertEquals(expiries, {
    total: 2,
    byRule: new Map([["rule0", 1], ["rule1", 1]]),
    byType: new Map([["domain", 2]]),
  });
});

clusterTest("latestIndex() spares what was renewed since it was found due", async (cluster) => {
  const target = await prepared(cluster);
  await target.write([0, 1, 2, 3].map((number) => ending(number, NOW - DAY, "default")));
  const due = (await Array.fromAsync(target.due(NOW, 0))).flat();
  await target.write([ending(1, NOW + DAY, "default"), ending(3, NOW + DAY, "default")]);
  const writes = due.map(({ id, event, state }, index): Operation => ({
    action: index < 2 ? "delete" : "mark",
    id,
    event,
    onlyIf: state,
  }));
  const { acknowledged, skipped, rejected } = await target.write(writes);
  assertEquals([acknowledged, skipped, rejected], [2, [writes[1]!, writes[3]!], []]);
  await target.commit();
  assertEquals(await target.prepare(), 3);
  const left = (await Array.fromAsync(target.due(NOW, 0))).flat();
  assertEquals(left.map(({ id, marked }) => [id, marked]), [[`${INSTANCE}:ends-000002`, true]]);
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
