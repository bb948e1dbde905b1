/**
 * What Elastic's prebuilt indicator-match rules ask of threat intelligence, as public: the index
 * pattern, the query and the filters of each, asked of a real index.
 */
import { assertEquals } from "@std/assert";
import { createBulkWriter } from "../../lib/elastic/bulk.ts";
import { confirmDocuments, RENEWED_AFTER_MS } from "../../lib/elastic/confirm.ts";
import { at, type JsonObject, type JsonValue, listAt } from "../../lib/elastic/json.ts";
import { type Cluster, clusterTest, clusterTestsOn } from "./support/cluster.ts";
import { type Attribute, EVENT_UUID, writeLatest, writeRecords } from "./support/indicators.ts";
import { install } from "./support/install.ts";

const DAY = 86_400_000;

/** Of each rule the field that must be there, and what it holds of our attributes. */
const RULES = {
  address: ["threat.indicator.ip", "192.0.2.7"],
  url: ["threat.indicator.url.full", "http://login.example/a"],
  md5: ["threat.indicator.file.hash.*", "6ba8844da718b4a65f60dbfd0d92d6ef"],
  sha1: ["threat.indicator.file.hash.*", "027c1146b1b8f9274e5a4cfd7a959e328a326cd6"],
  imphash: ["threat.indicator.file.pe.imphash", "f34d5f2d4577ed6d9ceec516c1f5a744"],
  registry: ["threat.indicator.registry.path", "HKLM\\Software\\Evil"],
  email: ["threat.indicator.email.address", "sender@mail.example"],
} as const;

const TYPES: Readonly<Record<keyof typeof RULES, string>> = {
  address: "ip-dst",
  url: "url",
  md5: "md5",
  sha1: "sha1",
  imphash: "imphash",
  registry: "regkey",
  email: "email-src",
};

function attributes(changed: number): readonly Attribute[] {
  return Object.entries(RULES).map(([rule, [, value]]) => ({
    uuid: rule,
    type: TYPES[rule as keyof typeof RULES],
    value,
    changed,
  }));
}

/** `@timestamp >= "now-30d/d" and event.module:(threatintel or ti_*) and FIELD:* and not …`, with its filters. */
function ruleQuery(field: string): JsonObject {
  const phrase = (name: string, value: string) => ({ match_phrase: { [name]: value } });
  return {
    bool: {
      filter: [
        { range: { "@timestamp": { gte: "now-30d/d" } } },
        {
          bool: {
            minimum_should_match: 1,
            should: [
              { match: { "event.module": "threatintel" } },
              { query_string: { fields: ["event.module"], query: "ti_*" } },
            ],
          },
        },
        { exists: { field } },
        phrase("event.category", "threat"),
        phrase("event.kind", "enrichment"),
        phrase("event.type", "indicator"),
      ],
      must_not: [{ match: { "labels.is_ioc_transform_source": "true" } }],
    },
  };
}

/** What the rule finds of this cluster's namespace, in the pattern that it reads. */
async function foundBy({ client, names }: Cluster, field: string): Promise<readonly JsonObject[]> {
  const ours = { term: { "misp.instance": names.namespace } };
  const answer = await client.ask({
    method: "POST",
    path: "/filebeat-*,logs-ti_*/_search",
    query: { ignore_unavailable: true },
    body: { size: 100, query: { bool: { filter: [ours, ruleQuery(field)] } } },
  });
  return listAt(answer, "hits", "hits").map((hit) => at(hit, "_source")) as JsonObject[];
}

async function assertFound(cluster: Cluster, each: number): Promise<void> {
  for (const [rule, [field, value]] of Object.entries(RULES)) {
    const found = await foundBy(cluster, field);
    const values = found.map((source) => at(source, "misp", "attribute", "value"));
    const hashes = field.endsWith(".*") ? 2 : 1;
    assertEquals(values.length, each * hashes, `${rule}: ${values}`);
    if (each > 0) {
      assertEquals(values.filter((one: JsonValue | undefined) => one === value).length, each);
    }
  }
}

clusterTest(
  "Prebuilt rules find each kind of indicator that changed within 30 days",
  async (cluster) => {
    await install(cluster);
    await writeLatest(cluster, attributes(Date.now() - 20 * DAY));
    await assertFound(cluster, 1);
  },
);

clusterTest(
  "Prebuilt rules find what is older only when its timestamp is renewed",
  async (cluster) => {
    const { client, context, names } = cluster;
    await install(cluster);
    const instance = await writeLatest(cluster, attributes(Date.now() - 60 * DAY));
    await assertFound(cluster, 0);
    const confirmation = { index: names.latest, instance, now: Date.now(), except: [] };
    const count = Object.keys(RULES).length;
    const confirm = (more: object) =>
      confirmDocuments(client, createBulkWriter(client, context), { ...confirmation, ...more });
    assertEquals(await confirm({ except: [EVENT_UUID] }), 0);
    assertEquals(await confirm({ instance: "another" }), 0);
    assertEquals(await confirm({}), count);
    await assertFound(cluster, 1);
    // Nothing more until a week has passed.
    assertEquals(await confirm({ now: confirmation.now + RENEWED_AFTER_MS - DAY }), 0);
    assertEquals(await confirm({ now: confirmation.now + RENEWED_AFTER_MS + 1 }), count);
  },
);

clusterTest(
  "confirmDocuments() leaves what is marked as decayed, and all but the time",
  async (cluster) => {
    const { client, context, names } = cluster;
    await install(cluster);
    const changed = Date.now() - 60 * DAY;
    const instance = await writeLatest(cluster, attributes(changed));
    const read = async () => {
      const answer = await client.ask({
        method: "POST",
        path: `/${names.latest}/_search`,
        body: { sort: ["misp.attribute.uuid"], size: 100 },
      });
      return listAt(answer, "hits", "hits").map((hit) => at(hit, "_source")) as JsonObject[];
    };
    const decayed = { doc: { misp: { attribute: { decayed: true } } } };
    await client.ask({
      method: "POST",
      path: `/${names.latest}/_update/rules:url`,
      query: { refresh: true },
      body: decayed,
    });
    const before = await read();
    const now = Date.now();
    await confirmDocuments(client, createBulkWriter(client, context), {
      index: names.latest,
      instance,
      now,
      except: [],
    });
    const expected = before.map((source) =>
      at(source, "misp", "attribute", "decayed") === true
        ? source
        : { ...source, "@timestamp": new Date(now).toISOString() }
    );
    assertEquals(await read(), expected);
  },
);

const streamTest = await clusterTestsOn({ engine: "opensearch-3" });

streamTest(
  "Prebuilt rules read neither journal nor history beside the current indicators",
  async (cluster) => {
    await install(cluster, { history: true });
    const all = attributes(Date.now() - DAY);
    await writeLatest(cluster, all);
    await writeRecords(cluster, "journal", all);
    await writeRecords(cluster, "history", all);
    await assertFound(cluster, 1);
  },
);

streamTest("Prebuilt rules read a journal that is to be matched", async (cluster) => {
  await install(cluster);
  await writeRecords(cluster, "journal", attributes(Date.now() - DAY), true);
  await assertFound(cluster, 1);
});
