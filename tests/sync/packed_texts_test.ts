import { assertEquals } from "@std/assert";
import { PackedTexts } from "../../lib/sync/packed_texts.ts";

function texts(count: number): string[] {
  return Array.from({ length: count }, (_, at) => JSON.stringify({ at, info: "Ünïcode 漢字\n" }));
}

for (const count of [1, 63, 64, 65, 300]) {
  Deno.test(`PackedTexts gives each of ${count} texts as it was, in any order and again`, () => {
    const packed = new PackedTexts();
    const given = texts(count);
    const kept = given.map((text) => packed.add(text));
    assertEquals(kept.toReversed().map((text) => text.read()), given.toReversed());
    assertEquals(kept.map((text) => text.read()), given);
  });
}

Deno.test("PackedTexts gives a text before its block is full", () => {
  const packed = new PackedTexts();
  const [first = "", ...rest] = texts(100);
  const kept = packed.add(first);
  assertEquals(kept.read(), first);
  for (const text of rest) packed.add(text);
  assertEquals(kept.read(), first);
});
