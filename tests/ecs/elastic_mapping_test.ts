import { assertEquals } from "@std/assert";
import { elasticMapping } from "../../lib/ecs/elastic_mapping.ts";
import { FIELDS } from "../../lib/ecs/fields.ts";
import { at } from "./documents.ts";

const path = (name: string) => name.replaceAll(".", ".properties.");

Deno.test("elasticMapping() nests every field and adds nothing", () => {
  const mapping = elasticMapping(FIELDS, { constantKeyword: true });
  const leaves = (node: unknown): number => {
    const properties = at(node, "properties");
    if (properties === undefined) return 1;
    return Object.values(properties as object).reduce((sum, child) => sum + leaves(child), 0);
  };
  assertEquals(leaves({ properties: mapping }), FIELDS.length);
  for (const { name, type, parameters } of FIELDS) {
    assertEquals(at(mapping, path(name)), { type, ...parameters }, name);
  }
});

Deno.test("elasticMapping() gives the parameters that keep any value from being refused", () => {
  const mapping = elasticMapping(FIELDS, { constantKeyword: true });
  assertEquals(at(mapping, path("misp.attribute.value")), {
    type: "keyword",
    ignore_above: 8191,
    fields: { text: { type: "text", norms: false, index_options: "docs" } },
  });
  assertEquals(at(mapping, path("misp.indicator")), { type: "flattened", ignore_above: 8191 });
  assertEquals(at(mapping, path("misp.attribute.data")), {
    type: "keyword",
    index: false,
    doc_values: false,
  });
  assertEquals(at(mapping, path("misp.attribute.ip_range")), { type: "ip_range" });
  assertEquals(mapping["tags"], { type: "keyword", ignore_above: 1024 });
});

Deno.test("elasticMapping() fixes constants where the template knows them", () => {
  const constants = { "event.module": "ti_misp" };
  const mapping = elasticMapping(FIELDS, { constantKeyword: true, constants });
  assertEquals(at(mapping, path("event.module")), { type: "constant_keyword", value: "ti_misp" });
  assertEquals(at(mapping, path("event.dataset")), { type: "constant_keyword" });
});

Deno.test("elasticMapping() writes keyword for servers without constant_keyword", () => {
  const constants = { "event.module": "ti_misp" };
  const mapping = elasticMapping(FIELDS, { constantKeyword: false, constants });
  assertEquals(at(mapping, path("event.module")), { type: "keyword", ignore_above: 1024 });
  assertEquals(JSON.stringify(mapping).includes("constant_keyword"), false);
});
