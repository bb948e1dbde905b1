import { assertEquals } from "@std/assert";
import { parsePort } from "../../lib/ecs/port.ts";
import { facetsOf, indicatorOf } from "./documents.ts";

Deno.test("parsePort() reads 0 to 65535 in one to five digits", () => {
  assertEquals(["0", "00080", "65535"].map(parsePort), [0, 80, 65535]);
  for (const text of ["65536", "000080", "", "-1", "http", "8 0"]) {
    assertEquals(parsePort(text), undefined, text);
  }
});

Deno.test("port() keeps the value as a facet when it is no port", () => {
  assertEquals(indicatorOf("port", 0), { type: "port", port: 0 });
  assertEquals(indicatorOf("port", "http"), { type: "port" });
  assertEquals(facetsOf("port", "http"), { port: "http" });
});
