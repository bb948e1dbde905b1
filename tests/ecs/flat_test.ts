import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { flat, trimmed } from "../../lib/ecs/flat.ts";

Deno.test("flat() is the same text", () => {
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 40 }), (text) => {
    assertEquals(flat(text), text);
    assertEquals(flat(` ${text}`.slice(1)), text);
  }));
});

Deno.test("trimmed() takes blanks off both ends only", () => {
  assertEquals(trimmed("\u00a0 a b\n"), "a b");
  assertEquals(trimmed(" a text of some length "), "a text of some length");
  assertEquals(trimmed(" "), "");
});
