import { assertEquals } from "@std/assert";
import { isKnownType } from "../../lib/ecs/attribute_types.ts";
import { facetName } from "../../lib/ecs/facet.ts";
import { facetsOf, indicatorOf } from "./documents.ts";

Deno.test("facetName() replaces each run of other signs by one _", () => {
  const names = {
    "named pipe": "named_pipe",
    "sha512/256": "sha512_256",
    "ip-dst|port": "ip_dst_port",
    AS: "as",
    "a -/- b": "a_b",
    "__proto__": "_proto_",
    "größe": "gr_e",
  };
  for (const [type, name] of Object.entries(names)) assertEquals(facetName(type), name);
});

Deno.test("facetName() is never longer than a flattened field can bear", () => {
  assertEquals(facetName("x".repeat(40_000)).length, 256);
});

Deno.test("facet() keeps the value verbatim, under any type", () => {
  assertEquals(facetsOf("mutex", " Global\\X "), { mutex: " Global\\X " });
  assertEquals(facetsOf("constructor", "x"), { constructor: "x" });
  assertEquals(facetsOf("brand-new-type", "X"), { brand_new_type: "X" });
  assertEquals(indicatorOf("brand-new-type", "X"), {});
});

Deno.test("hexFacet() lower-cases hashes only", () => {
  assertEquals(facetsOf("x509-fingerprint-md5", "AB01"), { x509_fingerprint_md5: "ab01" });
  assertEquals(facetsOf("x509-fingerprint-md5", "AB:01"), { x509_fingerprint_md5: "AB:01" });
  assertEquals(facetsOf("git-commit-id", "AB:X"), { git_commit_id: "ab:x" });
});

Deno.test("isKnownType() knows the types of MISP 2.5, by their exact names", () => {
  assertEquals(["md5", "AS", "ip-dst|port", "named pipe"].map(isKnownType), Array(4).fill(true));
  const others = ["MD5", "as", "brand-new-type", "constructor", ""];
  assertEquals(others.map(isKnownType), Array(5).fill(false));
});
