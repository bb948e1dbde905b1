import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { didYouMean, editDistance, nearest } from "../../lib/cli/suggest.ts";

Deno.test("editDistance() counts letters put in, left out, changed and swapped", () => {
  const cases = [
    ["", "", 0],
    ["abc", "abc", 0],
    ["abc", "ab", 1],
    ["abc", "axc", 1],
    ["abc", "acb", 1],
    ["kitten", "sitting", 3],
    ["", "abc", 3],
  ] as const;
  for (const [a, b, distance] of cases) assertEquals(editDistance(a, b), distance, `${a} ${b}`);
});

Deno.test("editDistance() is the same both ways", () => {
  fc.assert(fc.property(fc.string(), fc.string(), (a, b) => {
    assertEquals(editDistance(a, b), editDistance(b, a));
  }));
});

Deno.test("nearest() finds what was meant, and nothing when nothing is near", () => {
  const names = ["dry-run", "full", "json", "max-delete", "max-duration"];
  assertEquals(nearest("dry-rn", names), "dry-run");
  assertEquals(nearest("jsno", names), "json");
  assertEquals(nearest("max_deletes", names), "max-delete");
  assertEquals(nearest("MAX-DURATION", names), "max-duration");
  assertEquals(nearest("verbose", names), undefined);
  assertEquals(nearest("a", names), undefined);
});

Deno.test("didYouMean() is a part of a message, or empty", () => {
  assertEquals(didYouMean("ful", ["full"]), '; did you mean "full"?');
  assertEquals(didYouMean("xyz", ["full"]), "");
});
