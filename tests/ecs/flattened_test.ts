import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { flattened } from "../../lib/ecs/flattened.ts";

Deno.test("flattened() keeps values and drops what is empty", () => {
  const value = { a: 0, b: false, c: "x", d: "", e: null, f: [], g: {}, h: [{ i: null }, 1, ""] };
  assertEquals(flattened(value), { a: 0, b: false, c: "x", h: [1] });
  assertEquals(flattened([[], {}, " "]), undefined);
});

Deno.test("flattened() drops numbers and keys that Elasticsearch cannot hold", () => {
  const value = { "": 1, " ": 1, "a\0b": 1, ["x".repeat(257)]: 1, "b\ud800": 1, c: 1e999 };
  assertEquals(flattened(value), { "b\ufffd": 1 });
});

Deno.test("flattened() keeps a key that is the name of the prototype as any other", () => {
  for (const inner of ['"x"', '{"polluted":true}']) {
    const text = `{"__proto__":${inner},"constructor":{"prototype":{"a":1}}}`;
    const kept = flattened(JSON.parse(text));
    assertEquals(JSON.stringify(kept), text);
    assertEquals(Reflect.get({}, "polluted"), undefined);
    assertEquals(Reflect.get(Object(kept), "polluted"), undefined);
  }
});

Deno.test("flattened() cuts what is nested too deep", () => {
  const nested = (depth: number): unknown => depth === 0 ? 1 : { a: nested(depth - 1) };
  assertEquals(flattened(nested(10)), nested(10) as ReturnType<typeof flattened>);
  assertEquals(flattened({ b: 1, a: nested(10) }), { b: 1 });
});

Deno.test("flattened() gives the same text for the same content in another order", () => {
  assertEquals(JSON.stringify(flattened({ b: 1, a: { d: 1, c: 2 } })), '{"a":{"c":2,"d":1},"b":1}');
});

Deno.test("flattened() is done after one pass, whatever JSON it gets", () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => {
    const once = flattened(value);
    assertEquals(flattened(once), once);
  }));
});
