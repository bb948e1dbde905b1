import { assertEquals } from "@std/assert";
import { describeDifference, differences } from "../../lib/elastic/asset_diff.ts";

Deno.test("differences() overlooks the form in which a server answers", () => {
  const wanted = {
    settings: { index: { number_of_shards: 1, hidden: true } },
    mappings: { dynamic: false, properties: { a: { type: "object", dynamic: true } } },
    dynamic_templates: [{ one: { path_match: "a.*", mapping: { type: "keyword" } } }],
  };
  const installed = {
    mappings: { properties: { a: { dynamic: "true" } }, dynamic: "false" },
    settings: { index: { hidden: "true", number_of_shards: "1" } },
    dynamic_templates: [{ one: { mapping: { type: "keyword" }, path_match: "a.*" } }],
  };
  assertEquals(differences(wanted, installed), []);
});

Deno.test("differences() names what is missing, other or too much", () => {
  assertEquals(
    differences(
      { same: 1, other: { type: "long" }, missing: ["a"] },
      { same: 1, other: { type: "keyword" }, more: {} },
    ),
    [
      { path: "missing.0", wanted: "a", installed: undefined },
      { path: "more", wanted: undefined, installed: "{}" },
      { path: "other.type", wanted: "long", installed: "keyword" },
    ],
  );
});

Deno.test("differences() takes an empty object for there when the server has defaults in it", () => {
  assertEquals(differences({ delete: {} }, { delete: { snapshot: true } }), [
    { path: "delete.snapshot", wanted: undefined, installed: "true" },
  ]);
  assertEquals(differences({ delete: {} }, { deleted: 1 }).length, 2);
});

Deno.test("differences() has nothing to say of nothing", () => {
  assertEquals(differences({}, {}), []);
  assertEquals(differences({ a: 1 }, {}), [{ path: "a", wanted: "1", installed: undefined }]);
});

Deno.test("describeDifference() shows the old above the new, as diff does", () => {
  assertEquals(describeDifference({ path: "a.b", wanted: "1", installed: "2" }), [
    "- a.b: 2",
    "+ a.b: 1",
  ]);
  assertEquals(describeDifference({ path: "a", wanted: "1", installed: undefined }), ["+ a: 1"]);
});
