import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { PreconditionError } from "../../lib/errors.ts";
import { flavourOf } from "../../lib/elastic/flavour.ts";
import type { JsonObject } from "../../lib/elastic/json.ts";

const HEADERS = { "x-elastic-product": "Elasticsearch" };

function flavour(version: JsonObject, headers: Readonly<Record<string, string>> = HEADERS) {
  return flavourOf("https://es.example", { version }, headers);
}

const SERVED = [
  [{ number: "8.19.8", build_flavor: "default" }, "elasticsearch8", "Elasticsearch 8.19.8"],
  [{ number: "9.4.3", build_flavor: "default" }, "elasticsearch9", "Elasticsearch 9.4.3"],
  [
    { number: "8.11.0", build_flavor: "serverless" },
    "serverless",
    "Elasticsearch Serverless 8.11.0",
  ],
  [{ number: "2.19.6", distribution: "opensearch" }, "opensearch2", "OpenSearch 2.19.6"],
  [{ number: "3.6.0", distribution: "opensearch" }, "opensearch3", "OpenSearch 3.6.0"],
] as const;

for (const [version, family, name] of SERVED) {
  Deno.test(`flavourOf() knows ${name}`, () => {
    const headers = family.startsWith("opensearch") ? {} : HEADERS;
    const found = flavour(version, headers);
    assertEquals([found.family, found.name, found.version], [family, name, version.number]);
  });
}

Deno.test("flavourOf() asks each Elasticsearch for its own media types", () => {
  for (
    const [number, major] of [["8.0.0", 8], ["8.19.8", 8], ["9.0.0", 9], ["9.4.3", 9]] as const
  ) {
    const { media } = flavour({ number });
    assertEquals(media.json, `application/vnd.elasticsearch+json; compatible-with=${major}`);
    assertEquals(media.ndjson, `application/vnd.elasticsearch+x-ndjson; compatible-with=${major}`);
  }
});

Deno.test("flavourOf() asks OpenSearch for plain media types and its own point in time", () => {
  const { media, pointInTime } = flavour({ number: "3.6.0", distribution: "opensearch" }, {});
  assertEquals(media, { json: "application/json", ndjson: "application/x-ndjson" });
  assertEquals(pointInTime.openPath("index"), "/index/_search/point_in_time");
  assertEquals(pointInTime.closeBody("id"), { pit_id: ["id"] });
});

const REFUSED = [
  [{ number: "7.17.29", build_flavor: "default" }, "Elasticsearch 7.17.29, which is not served"],
  [{ number: "10.0.0" }, "Elasticsearch 10.0.0, which is not served"],
  [{ number: "1.3.20", distribution: "opensearch" }, "OpenSearch 1.3.20, which is not served"],
  [{ number: "7.10.2", build_flavor: "oss" }, "compatibility.override_main_response_version"],
] as const;

for (const [version, message] of REFUSED) {
  Deno.test(`flavourOf() refuses with "${message}"`, () => {
    const error = assertThrows(() => flavour(version), PreconditionError);
    assertStringIncludes(error.message, message);
    assertStringIncludes(error.message, "https://es.example");
  });
}

Deno.test("flavourOf() explains a proxy that takes the product header away", () => {
  const error = assertThrows(() => flavour({ number: "9.4.3" }, {}), PreconditionError);
  assertStringIncludes(error.message, '"x-elastic-product: Elasticsearch": let the proxy');
});

Deno.test("flavourOf() refuses what is no search server at all", () => {
  for (const root of [{}, { version: "1.0" }, { version: { number: 9 } }, { name: "MISP" }]) {
    const error = assertThrows(() => flavourOf("http://misp", root, HEADERS), PreconditionError);
    assertStringIncludes(error.message, "check elasticsearch.url");
  }
});
