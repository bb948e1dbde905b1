import { assertEquals } from "@std/assert";
import { parseAsNumber } from "../../lib/ecs/as_number.ts";
import { facetsOf, indicatorOf } from "./documents.ts";

Deno.test("parseAsNumber() reads 32-bit numbers, with or without AS before them", () => {
  const texts = ["64500", "AS64500", "as 64500", "AS\t64500", "0", "4294967295"];
  assertEquals(texts.map(parseAsNumber), [64500, 64500, 64500, 64500, 0, 4_294_967_295]);
});

Deno.test("parseAsNumber() refuses what is no number", () => {
  for (const text of ["4294967296", "AS-EXAMPLE", "AS", "", "1.10", "-1", "ASAS1"]) {
    assertEquals(parseAsNumber(text), undefined, text);
  }
});

Deno.test("asNumber() keeps the value as a facet when it is no number", () => {
  assertEquals(indicatorOf("AS", " AS1 "), { type: "autonomous-system", as: { number: 1 } });
  assertEquals(indicatorOf("AS", "AS-X"), { type: "autonomous-system" });
  assertEquals(facetsOf("AS", "AS-X"), { as: "AS-X" });
});
