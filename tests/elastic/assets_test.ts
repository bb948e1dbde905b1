import { assert, assertEquals, assertObjectMatch } from "@std/assert";
import { FIELDS } from "../../lib/ecs/fields.ts";
import type { AssetSettings } from "../../lib/elastic/asset_settings.ts";
import fields from "../../lib/elastic/assets/fields.json" with { type: "json" };
import { at, isObject, type JsonObject, objectAt } from "../../lib/elastic/json.ts";
import { sharedProperties } from "./make_fields_asset.ts";
import { assets, body, EVERYTHING, names } from "./support/asset_bodies.ts";

/** Dotted names of all fields. */
function fieldNames(properties: JsonObject, parent = ""): readonly string[] {
  return Object.entries(properties).flatMap(([name, field]) => {
    const below = isObject(field) ? field["properties"] : undefined;
    return isObject(below) ? fieldNames(below, `${parent}${name}.`) : [`${parent}${name}`];
  });
}

Deno.test("fields.json has the fields of the table (run tests/elastic/make_fields_asset.ts)", () => {
  const properties: unknown = fields.template.mappings.properties;
  assertEquals(properties, sharedProperties());
});

Deno.test("Every asset says its version and who manages it", () => {
  for (const engine of ["elasticsearch", "serverless", "opensearch"] as const) {
    for (const { title, body, version } of assets({ engine, settings: EVERYTHING })) {
      const text = JSON.stringify(body);
      const told = text.includes('"version":1,"managed_by":"ti-misp"') ||
        text.includes('"description":"Made by ti-misp, version 1');
      assertEquals([told, version], [true, 1], title);
    }
  }
});

Deno.test("assetsFor() names everything by the namespace", () => {
  assertEquals(assets({ settings: EVERYTHING }).map(({ kind, name }) => `${kind} ${name}`), [
    "component_template ti-misp-fields-soc",
    "index_template logs-ti_misp_latest.dest_threat_attributes-soc",
    "index logs-ti_misp_latest.dest_threat_attributes-soc",
    "index ti-misp-state-soc",
    "ilm_policy ti-misp-journal-soc",
    "index_template logs-ti_misp.threat-soc",
    "data_stream logs-ti_misp.threat-soc",
    "ingest_pipeline ti-misp-ingested-soc",
    "ilm_policy ti-misp-history-soc",
    "index_template logs-ti_misp.threat_attributes-soc",
    "data_stream logs-ti_misp.threat_attributes-soc",
    "transform ti-misp-latest-soc",
  ]);
});

Deno.test("assetsFor() has a history only where one is kept, and a transform only where wanted", () => {
  const found = (settings: Partial<AssetSettings>) => {
    const [history, transform] = [names.history, names.transform].map((name) =>
      assets({ settings }).filter((asset) => asset.name === name)
    );
    return [history?.map(({ kind }) => kind), transform?.map(({ unwanted }) => unwanted)];
  };
  const history = ["index_template" as const, "data_stream" as const];
  assertEquals(found({}), [[], [true]]);
  assertEquals(found({ history: true }), [history, [true]]);
  assertEquals(found({ latest: "transform" }), [history, [false]]);
});

Deno.test("assetsFor() maps every field of the table in every index and data stream", () => {
  const all = FIELDS.map(({ name }) => name).toSorted();
  for (const { kind, name, body } of assets({ settings: EVERYTHING })) {
    if ((kind !== "index" && kind !== "data_stream") || name === names.state) continue;
    const mapped = fieldNames(objectAt(body, "mappings", "properties"));
    assertEquals(mapped.toSorted(), all, name);
    assertEquals(at(body, "mappings", "dynamic"), false);
  }
});

Deno.test("assetsFor() fixes what is the same in every document, each data set with its own", () => {
  const constants = (name: string) => {
    const { data_stream, event, labels } = objectAt(
      body("index_template", name, { settings: EVERYTHING }),
      "template",
      "mappings",
      "properties",
    );
    return [
      at(data_stream, "properties", "dataset", "value"),
      at(data_stream, "properties", "namespace", "value"),
      at(event, "properties", "dataset", "value"),
      at(labels, "properties", "is_ioc_transform_source"),
    ];
  };
  const label = (value: string) => ({ type: "constant_keyword", value });
  const attributes = "ti_misp.threat_attributes";
  assertEquals(constants(names.latest), [attributes, "soc", attributes, label("false")]);
  assertEquals(constants(names.history), [attributes, "soc", attributes, label("true")]);
  // Whether a rule may match it is told by each record of the journal.
  assertEquals(constants(names.journal), ["ti_misp.threat", "soc", "ti_misp.threat", {
    type: "keyword",
    ignore_above: 1024,
  }]);
});

Deno.test("assetsFor() has keywords for constants where the type is missing", () => {
  const options = { settings: EVERYTHING, features: { constantKeyword: false } };
  for (const { kind, body } of assets(options)) {
    assert(!JSON.stringify(body).includes("constant_keyword"), kind);
  }
  const pipeline = JSON.stringify(body("ingest_pipeline", names.historyPipeline, options));
  assert(pipeline.includes('"labels.is_ioc_transform_source","value":"true"'), pipeline);
});

Deno.test("assetsFor() has the priority above every template that others ship", () => {
  const latest = body("index_template", names.latest);
  assertObjectMatch(latest, {
    index_patterns: [names.latest, `${names.latest}-v*`],
    priority: 500,
    composed_of: [names.fields],
    template: { aliases: { "logs-ti_misp_latest.threat_attributes": {} } },
  });
  assertObjectMatch(body("index_template", names.journal), { priority: 500, data_stream: {} });
});
