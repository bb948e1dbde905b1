import { assertEquals, assertThrows } from "@std/assert";
import { PackedTexts } from "../../lib/sync/packed_texts.ts";

function texts(count: number): string[] {
  return Array.from({ length: count }, (_, at) => JSON.stringify({ at, info: "Ünïcode 漢字\n" }));
}

for (const count of [1, 63, 64, 65, 300]) {
  Deno.test(`PackedTexts gives each of ${count} texts as it was, in any order and once`, () => {
    const packed = new PackedTexts();
    const given = texts(count);
    const places = given.map((text) => packed.add(text));
    const again = given.map((text) => packed.add(text));
    assertEquals(places.toReversed().map((at) => packed.take(at)), given.toReversed());
    assertEquals(again.map((at) => packed.take(at)), given);
    for (const at of [...places, ...again]) assertThrows(() => packed.take(at), RangeError);
  });
}

Deno.test("PackedTexts gives texts that hardly become smaller, however long", () => {
  const packed = new PackedTexts();
  const given = Array.from({ length: 300 }, (_, at) => {
    const bytes = crypto.getRandomValues(new Uint8Array(at < 150 ? 6_000 : 30_000));
    return bytes.toBase64();
  });
  const places = given.map((text) => packed.add(text));
  assertEquals(places.map((at) => packed.take(at)), given);
});

Deno.test("PackedTexts gives a text before its block is full", () => {
  const packed = new PackedTexts();
  const [first = "", ...rest] = texts(100);
  const place = packed.add(first);
  assertEquals(packed.take(place), first);
  const places = rest.map((text) => packed.add(text));
  assertThrows(() => packed.take(place), RangeError);
  assertEquals(places.map((at) => packed.take(at)), rest);
});

Deno.test("PackedTexts gives nothing that it was not given", () => {
  const packed = new PackedTexts();
  packed.add("only");
  for (const place of [1, 64, -1]) assertThrows(() => packed.take(place), RangeError, `${place}`);
});
