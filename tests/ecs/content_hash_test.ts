import { assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { contentHash, hashedText, seedOf } from "../../lib/ecs/content_hash.ts";

Deno.test("contentHash() gives XXH64 in 16 digits", () => {
  // The values that the algorithm's own specification gives for these texts.
  assertEquals(contentHash(""), "ef46db3751d8e999");
  assertEquals(contentHash("abc"), "44bc2cf5ad770999");
  for (const text of ["x", "ü漢\ud800"]) assertMatch(contentHash(text), /^[0-9a-f]{16}$/);
});

Deno.test("contentHash() tells texts apart wherever they differ", () => {
  for (const length of [1, 1000, 21_845, 21_846, 300_000]) {
    const text = "x".repeat(length);
    assertEquals(contentHash(text), contentHash(text), `${length}`);
    assertNotEquals(contentHash(text), contentHash(`${text.slice(0, -1)}y`), `${length}`);
    assertNotEquals(contentHash(`y${text.slice(1)}`), contentHash(`z${text.slice(1)}`));
  }
});

Deno.test("contentHash() reads every character of a text that fills its buffer in UTF-8", () => {
  const text = "漢".repeat(21_845);
  assertNotEquals(contentHash(text), contentHash(`${text.slice(0, -1)}字`));
});

for (const length of [0, 10, 30_000, 100_000]) {
  Deno.test(`hashedText() gives the bytes of ${length} characters, and a hash with the seed`, () => {
    const text = "ü漢x".repeat(length).slice(0, length);
    assertEquals(hashedText(text, 0n).hash, contentHash(text));
    const { hash, bytes } = hashedText(text, seedOf("belonging"));
    assertEquals(hashedText(text, seedOf("belonging")).hash, hash);
    assertNotEquals(hashedText(text, seedOf("belongings")).hash, hash);
    contentHash("another text");
    assertEquals(new TextDecoder().decode(bytes), text);
  });
}
