import { assertEquals, assertThrows } from "@std/assert";
import { RequestError } from "../../../lib/errors.ts";
import { parseTagValues } from "../../../lib/misp/decay/tag_values.ts";

Deno.test("parseTagValues() keeps the tags with a numerical value", () => {
  const Tag = [
    { name: "tlp:red", numerical_value: null, exportable: true },
    { name: "retention:expired", numerical_value: "0", exportable: true },
    { name: "priority-level:high", numerical_value: 85 },
    { name: "odd", numerical_value: "high" },
    { name: "secret", numerical_value: "50", exportable: false },
    { name: null, numerical_value: "1" },
  ];
  assertEquals(
    parseTagValues({ Tag }),
    new Map([["retention:expired", 0], ["priority-level:high", 85]]),
  );
  assertEquals(parseTagValues({ Tag: [] }), new Map());
});

Deno.test("parseTagValues() refuses an answer that is no list of tags", () => {
  for (const answer of [{}, null, [], { Tag: "none" }]) {
    assertThrows(() => parseTagValues(answer), RequestError, "no list of tags");
  }
});
