import { assert, assertEquals, assertObjectMatch } from "@std/assert";
import latestTemplate from "../../lib/elastic/assets/latest_template.json" with { type: "json" };
import stateIndex from "../../lib/elastic/assets/state_index.json" with { type: "json" };
import { assetsFor } from "../../lib/elastic/assets.ts";
import { flavourOf } from "../../lib/elastic/flavour.ts";
import { at, type JsonObject } from "../../lib/elastic/json.ts";
import { namesOf } from "../../lib/elastic/names.ts";
import { latestProperties } from "./make_latest_template.ts";

const HEADERS = { "x-elastic-product": "Elasticsearch" };

function flavour(version: JsonObject) {
  return flavourOf("http://es", { version }, HEADERS);
}

Deno.test("latest_template.json has the fields of the table (run make_latest_template.ts)", () => {
  const properties: unknown = latestTemplate.template.mappings.properties;
  assertEquals(properties, latestProperties());
});

Deno.test("The assets carry one version and who manages them", () => {
  const meta = { version: 1, managed_by: "ti-misp" };
  assertObjectMatch(latestTemplate._meta, meta);
  assertEquals(latestTemplate.template.mappings._meta, meta);
  assertEquals(stateIndex.mappings._meta, meta);
});

Deno.test("assetsFor() names everything by the namespace", () => {
  const assets = assetsFor(namesOf("soc"), flavour({ number: "9.4.3" }));
  assertEquals(assets.map(({ kind, name }) => [kind, name]), [
    ["index_template", "logs-ti_misp_latest.dest_threat_attributes-soc"],
    ["index", "logs-ti_misp_latest.dest_threat_attributes-soc"],
    ["index", "ti-misp-state-soc"],
  ]);
  assertObjectMatch(assets[0]!.body, {
    index_patterns: ["logs-ti_misp_latest.dest_threat_attributes-soc"],
    priority: 500,
    template: { aliases: { "logs-ti_misp_latest.threat_attributes": {} } },
  });
});

Deno.test("assetsFor() leaves settings to Serverless", () => {
  const serverless = flavour({ number: "8.11.0", build_flavor: "serverless" });
  for (const { kind, body } of assetsFor(namesOf("soc"), serverless)) {
    const settings = kind === "index" ? at(body, "settings") : at(body, "template", "settings");
    assertEquals(settings, undefined);
  }
});

Deno.test("assetsFor() has stand-ins for flattened fields on OpenSearch", () => {
  const opensearch = flavour({ number: "2.19.6", distribution: "opensearch" });
  const [, elastic] = assetsFor(namesOf("soc"), flavour({ number: "9.4.3" }));
  const [, index] = assetsFor(namesOf("soc"), opensearch);
  const misp = ["mappings", "properties", "misp", "properties"];
  const flattened = { type: "flattened", ignore_above: 8191 };
  assertEquals(at(elastic!.body, ...misp, "indicator"), flattened);
  assertEquals(at(index!.body, ...misp, "indicator"), { type: "object", dynamic: true });
  assertEquals(at(index!.body, ...misp, "attribute", "properties", "decay_score"), {
    type: "flat_object",
  });
  assertEquals(at(index!.body, "mappings", "dynamic_templates", 0), {
    "misp.indicator": {
      path_match: "misp.indicator.*",
      mapping: { type: "keyword", ignore_above: 8191 },
    },
  });
  assert(!JSON.stringify(index!.body).includes('"flattened"'));
});
