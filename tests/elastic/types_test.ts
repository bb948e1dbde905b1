/**
 * Every attribute type on a real index made by `install-assets`: its document is accepted, and found
 * by its value in each field that holds it.
 */
import { assert, assertEquals, assertGreater } from "@std/assert";
import { ATTRIBUTE_TYPES } from "../../lib/ecs/attribute_types.ts";
import { prepareEvent, toDocument } from "../../lib/ecs/document.ts";
import { documentId } from "../../lib/ecs/id.ts";
import { createBulkWriter } from "../../lib/elastic/bulk.ts";
import { bulkItem } from "../../lib/elastic/bulk_batch.ts";
import { type JsonObject, type JsonValue, listAt, textAt } from "../../lib/elastic/json.ts";
import { leavesOf } from "../ecs/acceptance.ts";
import { lineOf, NOW, SETTINGS } from "../ecs/documents.ts";
import vectors from "../fixtures/mapping/vectors.json" with { type: "json" };
import { type Cluster, clusterTest, clusterTestsOn } from "./support/cluster.ts";
import { install } from "./support/install.ts";

const INSTANCE = "misp.example.com";
const EVENT = { uuid: "0b5c7c0e-5d7e-4f3a-9a51-6f1c2d3e4f50", info: "Every type" };

interface Indexed {
  readonly id: string;
  readonly type: string;
  readonly line: string;
  readonly document: JsonObject;
}

/** The first value of each type among the examples of the mapping; `link` as report and as URL. */
function documents(): readonly Indexed[] {
  return Object.keys(ATTRIBUTE_TYPES).flatMap((type, number) => {
    const example = vectors.find(({ attribute }) =>
      attribute.type === type && String(attribute.value ?? "").trim() !== ""
    );
    assert(example !== undefined, `no example of ${type}`);
    const value = example.attribute.value;
    const tries = type === "link" ? [{ to_ids: false }, { to_ids: true }] : [{}];
    return tries.map((more, position) =>
      indexedOf(type, `${number}-${position}`, { value, ...more })
    );
  });
}

function indexedOf(type: string, uuid: string, attribute: object): Indexed {
  const document = toDocument(
    { type, uuid, timestamp: "1790000000", ...attribute },
    prepareEvent(EVENT, SETTINGS),
    { now: NOW },
  );
  const ingested = new Date(NOW).toISOString();
  const line = lineOf(document, INSTANCE, ingested);
  return { id: documentId(INSTANCE, uuid), type, line, document: JSON.parse(line) };
}

/** What every document has, or what says nothing of the value. */
const COMMON =
  /^threat\.indicator\.(id|provider|modified_at|reference|marking|type|description|scanner_stats)|^threat\.(feed|framework)/;
const OF_VALUE =
  /^(threat\.|vulnerability\.|event\.reference|misp\.indicator|misp\.attribute\.(value|ip_range)$)/;

/** The fields that hold the value or a part of it, as term queries. */
function queriesFor({ document }: Indexed): readonly JsonObject[] {
  return leavesOf(document).filter(({ name }) => OF_VALUE.test(name) && !COMMON.test(name))
    .flatMap(({ name, value }) => {
      const terms = name === "misp.indicator"
        ? Object.entries(value as JsonObject).map(([facet, text]) => [`${name}.${facet}`, text])
        : [value].flat().map((each) => [name, each]);
      return terms.map(([field, term]) => ({
        [String(field)]: termOf(String(field), term as JsonValue),
      }));
    });
}

/** A network is found by its addresses. */
function termOf(field: string, value: JsonValue): JsonValue {
  return field === "misp.attribute.ip_range" ? String(value).replace(/\/\d+$/, "") : value;
}

async function search(
  { client, names }: Cluster,
  queries: readonly JsonObject[],
): Promise<readonly (readonly string[])[]> {
  const lines = queries.flatMap((term) => [
    JSON.stringify({ index: names.latest }),
    JSON.stringify({ size: 1000, _source: false, query: { term } }),
  ]);
  const ndjson = new TextEncoder().encode(`${lines.join("\n")}\n`);
  const answer = await client.ask({ method: "POST", path: "/_msearch", ndjson });
  return listAt(answer, "responses").map((response) =>
    listAt(response, "hits", "hits").map((hit) => textAt(hit, "_id") ?? "")
  );
}

async function everyTypeIsFound(cluster: Cluster): Promise<void> {
  const { client, names, context } = cluster;
  await install(cluster);
  const all = documents();
  assertEquals(new Set(all.map(({ type }) => type)).size, 191);
  const items = all.map(({ id, line }) => bulkItem("index", id, line));
  const tally = await createBulkWriter(client, context).write(names.latest, items);
  assertEquals([tally.acknowledged, tally.rejected], [all.length, []]);
  await client.ask({ method: "POST", path: `/${names.latest}/_refresh` });
  const asked = all.flatMap((each) => queriesFor(each).map((query) => ({ ...each, query })));
  const found = await search(cluster, asked.map(({ query }) => query));
  const missed = asked.filter(({ id }, position) => !found[position]?.includes(id))
    .map(({ type, query }) => `${type}: ${JSON.stringify(query)}`);
  assertEquals(missed, []);
  // The value itself, its name as an indicator, and at least one field or facet of its own.
  for (const { id, type } of all) {
    const own = asked.filter((each) => each.id === id);
    assertGreater(own.length, 2, `${type} is in no field but that of the value`);
  }
}

clusterTest("Each of the 191 types is accepted, and found by its value", everyTypeIsFound);

const openSearchTest = await clusterTestsOn({ engine: "opensearch-3" });
openSearchTest(
  "Each of the 191 types is accepted and found on OpenSearch as well",
  everyTypeIsFound,
);
