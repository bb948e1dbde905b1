import { assertEquals, assertThrows } from "@std/assert";
import { parse, stringify } from "@std/yaml";

Deno.test("parse() and stringify() agree on what a configuration holds", () => {
  const value = { a: [1, "two", true, null], b: { c: "x: y", d: "0123" } };
  assertEquals(parse(stringify(value)), value);
  assertEquals(parse("a: off\nb: 25%\nc: [x, 'y']\n"), { a: "off", b: "25%", c: ["x", "y"] });
});

Deno.test("parse() throws for what is not YAML and for a key given twice", () => {
  assertThrows(() => parse("a: [1"), Error);
  assertThrows(() => parse("a: 1\na: 2"), Error);
});
