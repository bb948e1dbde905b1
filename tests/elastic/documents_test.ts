/** Documents of the mapping library on a real server, with the mapping that is installed. */
import { assertEquals } from "@std/assert";
import { ATTRIBUTE_TYPES } from "../../lib/ecs/attribute_types.ts";
import { prepareEvent, toDocument } from "../../lib/ecs/document.ts";
import { documentId } from "../../lib/ecs/id.ts";
import type { MispAttribute, MispEvent } from "../../lib/ecs/misp.ts";
import { createBulkWriter } from "../../lib/elastic/bulk.ts";
import { type JsonObject, listAt, textAt } from "../../lib/elastic/json.ts";
import { latestIndex } from "../../lib/elastic/latest_index.ts";
import type { Operation, Target } from "../../lib/sync/types.ts";
import { lineOf, NOW, SETTINGS } from "../ecs/documents.ts";
import vectors from "../fixtures/mapping/vectors.json" with { type: "json" };
import { type Cluster, clusterTest } from "./support/cluster.ts";
import { install } from "./support/install.ts";

const INSTANCE = "misp.example.com";
const EVENT = "0b5c7c0e-5d7e-4f3a-9a51-6f1c2d3e4f50";

async function installed(cluster: Cluster): Promise<Target> {
  const { client, names, context } = cluster;
  await install(cluster);
  return latestIndex(client, createBulkWriter(client, context), { names, instance: INSTANCE });
}

function operationOf(attribute: MispAttribute, event: MispEvent): Operation {
  const context = prepareEvent(event, SETTINGS);
  const document = toDocument(attribute, context, { now: NOW });
  const ingested = new Date(NOW).toISOString();
  const line = lineOf(document, INSTANCE, ingested);
  return { action: "index", id: documentId(INSTANCE, String(attribute.uuid)), event: EVENT, line };
}

async function search({ client, names }: Cluster, query: JsonObject): Promise<readonly string[]> {
  await client.ask({ method: "POST", path: `/${names.latest}/_refresh` });
  const answer = await client.ask({
    method: "POST",
    path: `/${names.latest}/_search`,
    body: { query },
  });
  return listAt(answer, "hits", "hits").map((hit) => textAt(hit, "_id") ?? "");
}

const VALUES: readonly unknown[] = [
  "evil.example",
  "203.0.113.7",
  "203.0.113.0/24",
  "2001:db8::1|65536",
  "::ffff:203.0.113.7",
  "not an address|not a port",
  "a|b|c|",
  "|",
  " padded ",
  "",
  0,
  false,
  null,
  { nested: ["value"] },
  "\u0000\u2028💥\ud800",
  "9".repeat(40),
  "x".repeat(40_000),
  "日本語".repeat(4000),
  "http://[::1]:99999/ä?q=%zz#",
  "2024-13-45",
];

clusterTest("The server takes every kind of document, whatever the values", async (cluster) => {
  const target = await installed(cluster);
  const operations: Operation[] = vectors.map(({ attribute, event }, number) =>
    operationOf({ ...attribute, uuid: `vector-${number}` }, event)
  );
  for (const type of [...Object.keys(ATTRIBUTE_TYPES), "brand-new-type"]) {
    for (const [number, value] of VALUES.entries()) {
      const uuid = `${type}-${number}`;
      const times = { timestamp: value, first_seen: value, last_seen: value };
      operations.push(
        operationOf({ uuid, type, value, ...times, comment: value }, { uuid: EVENT }),
      );
    }
  }
  const { acknowledged, rejected } = await target.write(operations);
  assertEquals(rejected.map(({ operation, reason }) => [operation.id, reason]), []);
  assertEquals(acknowledged, operations.length);
  await target.commit();
  const ids = new Set(operations.map(({ id }) => id));
  assertEquals(await target.prepare(), ids.size);
});

clusterTest("The server finds documents by address, facet and long value", async (cluster) => {
  const target = await installed(cluster);
  const event = { uuid: EVENT };
  const long = `https://evil.example/${"path/".repeat(4000)}needle`;
  await target.write([
    operationOf({ uuid: "range", type: "ip-src", value: "203.0.113.0/24" }, event),
    operationOf({ uuid: "address", type: "ip-dst", value: "203.0.113.9" }, event),
    operationOf({ uuid: "facet", type: "mutex", value: "Global\\Evil" }, event),
    operationOf({ uuid: "long", type: "url", value: long }, event),
  ]);
  const id = (uuid: string) => [`${INSTANCE}:${uuid}`];
  const found = (query: JsonObject) => search(cluster, query);
  assertEquals(await found({ term: { "misp.attribute.ip_range": "203.0.113.77" } }), id("range"));
  assertEquals(
    await found({ term: { "threat.indicator.ip": "203.0.113.0/24" } }),
    id("address"),
  );
  assertEquals(await found({ term: { "misp.indicator.mutex": "Global\\Evil" } }), id("facet"));
  assertEquals(await found({ match: { "misp.attribute.value.text": "needle" } }), id("long"));
});
