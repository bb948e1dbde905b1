import { assert, assertEquals } from "@std/assert";
import historyTemplate from "../../lib/elastic/assets/history_template.json" with { type: "json" };
import { at, isObject, type JsonObject, listAt, objectAt, textAt } from "../../lib/elastic/json.ts";
import { namesOf } from "../../lib/elastic/names.ts";
import { FIELDS } from "../../lib/ecs/fields.ts";
import { INDICATORS, savedObjects, versionIn } from "../../lib/kibana/dashboard.ts";
import { PANELS } from "../../lib/kibana/panels.ts";
import { detectionRules } from "../../lib/kibana/rules.ts";
import { FILES, placeOf } from "./make_kibana_files.ts";

const TYPES = new Map(FIELDS.map(({ name, type }) => [name, type]));

for (const file of FILES) {
  Deno.test(`docs/${file.name} is as the code makes it (run tests/kibana/make_kibana_files.ts)`, async () => {
    assertEquals(await Deno.readTextFile(placeOf(file)), file.text);
  });
}

const dashboard = savedObjects().find(({ type }) => type === "dashboard")!;
const panels: readonly JsonObject[] = JSON.parse(textAt(dashboard.attributes, "panelsJSON") ?? "");

Deno.test("The objects read the alias over the indicators of all namespaces", () => {
  assertEquals(INDICATORS, namesOf("default").latestAlias);
  for (const { type, attributes } of savedObjects()) {
    if (type === "index-pattern") assertEquals(attributes["title"], INDICATORS);
  }
});

Deno.test("Every document names the dashboard", () => {
  const { feed } = historyTemplate.template.mappings.properties.threat.properties;
  assertEquals(feed.properties.dashboard_id.value, dashboard.id);
});

Deno.test("The dashboard tells its version", () => {
  assertEquals(versionIn(dashboard.attributes), 1);
  assertEquals(versionIn({ description: "Of somebody else" }), undefined);
});

Deno.test("The panels fill the width without covering each other", () => {
  const covered = new Set<string>();
  for (const { id, grid: [x, y, width, height] } of PANELS) {
    assert(x + width <= 48, id);
    for (let column = x; column < x + width; column++) {
      for (let row = y; row < y + height; row++) {
        assert(!covered.has(`${column},${row}`), `${id} at ${column},${row}`);
        covered.add(`${column},${row}`);
      }
    }
  }
  assertEquals(covered.size % 48, 0);
});

Deno.test("Every panel has a reference of its own to a data view that is there", () => {
  const views = new Set(savedObjects().map(({ id }) => id));
  assertEquals(panels.length, PANELS.length);
  for (const panel of panels) {
    const [own] = listAt(panel, "embeddableConfig", "attributes", "references");
    const name = `${textAt(panel, "panelIndex")}:${textAt(own, "name")}`;
    const reference = dashboard.references.find((each) => each.name === name);
    assertEquals(reference?.id, textAt(own, "id"));
    assert(views.has(reference?.id ?? ""), name);
  }
});

Deno.test("Every accessor of a panel is a column of it", () => {
  const used = (value: unknown): readonly string[] => {
    if (Array.isArray(value)) return value.flatMap(used);
    if (!isObject(value)) return [];
    return Object.entries(value).flatMap(([name, inner]) =>
      /accessors?$|columnId|metrics|primaryGroups/i.test(name)
        ? [inner].flat().map(String)
        : used(inner)
    );
  };
  for (const panel of panels) {
    const state = at(panel, "embeddableConfig", "attributes", "state");
    const layer = objectAt(state, "datasourceStates", "formBased", "layers", "layer");
    const columns = Object.keys(objectAt(layer, "columns"));
    assertEquals(listAt(layer, "columnOrder"), columns);
    const accessors = used(at(state, "visualization"))
      .flatMap((name) => name.startsWith("[object") ? [] : [name]);
    assert(accessors.length > 0);
    for (const name of accessors) assert(columns.includes(name), `${name} in ${columns}`);
  }
});

Deno.test("Every field of a panel and of a rule's query is mapped", () => {
  const inPanels = PANELS.flatMap((panel) => [
    ...("field" in panel ? [panel.field] : []),
    ...("split" in panel ? [panel.split] : []),
    ...("distinct" in panel ? [panel.distinct ?? ""] : []),
    ...(panel.filter ?? "").match(/[a-z_.]+(?=:| <=)/g) ?? [],
  ]);
  const inRules = detectionRules().flatMap((rule) => [
    ...(textAt(rule, "threat_query") ?? "").match(/[a-z0-9_.]+(?=:)/g) ?? [],
    ...listAt(rule, "threat_mapping").map((each) => textAt(each, "entries", 0, "value") ?? ""),
  ]);
  for (const name of [...inPanels, ...inRules]) assert(TYPES.has(name), name);
});

Deno.test("Every rule is switched off, has an id of its own and all that the API asks for", () => {
  const rules = detectionRules();
  assertEquals(new Set(rules.map(({ rule_id }) => rule_id)).size, rules.length);
  for (const rule of rules) {
    assertEquals([rule["enabled"], rule["type"]], [false, "threat_match"]);
    const needed = ["name", "description", "risk_score", "severity", "query"]
      .concat(["threat_query", "threat_index", "threat_mapping", "threat_indicator_path"]);
    for (const name of needed) assert(rule[name] !== undefined && rule[name] !== "", name);
    for (const each of listAt(rule, "threat_mapping")) {
      assert(String(rule["query"]).includes(`${textAt(each, "entries", 0, "field")}:*`));
    }
  }
});
