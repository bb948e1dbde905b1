import { assertEquals } from "@std/assert";
import { digits, flag, integer, isBlank, list, text } from "../../lib/ecs/read.ts";

Deno.test("text() keeps blanks at the ends and refuses what is nothing but blank", () => {
  assertEquals(text(" a "), " a ");
  for (const blank of ["", " ", "\t\n", "\u00a0", "\ufeff", null, undefined, {}, []]) {
    assertEquals(text(blank), undefined);
  }
});

Deno.test("text() writes numbers and booleans as their text", () => {
  assertEquals([8080, 0, -1.5, true, false].map(text), ["8080", "0", "-1.5", "true", "false"]);
  assertEquals([NaN, Infinity].map(text), [undefined, undefined]);
});

Deno.test("text() replaces lone surrogates, which UTF-8 cannot hold", () => {
  assertEquals(text("a\ud800b"), "a\ufffdb");
  assertEquals(text("a\u{1f600}b"), "a\u{1f600}b");
});

Deno.test("isBlank() looks beyond a first character that is not ASCII", () => {
  assertEquals(["é", "\u3000", "\u3000x"].map(isBlank), [false, true, false]);
});

Deno.test("flag() reads the spellings of true and false, and no others", () => {
  assertEquals([true, 1, "1", "true"].map(flag), [true, true, true, true]);
  assertEquals([false, 0, "0", "false"].map(flag), [false, false, false, false]);
  for (const other of ["yes", "", "TRUE", 2, null, undefined, []]) {
    assertEquals(flag(other), undefined);
  }
});

Deno.test("integer() reads numbers and digits that a JSON number holds exactly", () => {
  assertEquals([5, "5", "-5", "007", "0", "-0"].map(integer), [5, 5, -5, 7, 0, 0]);
  for (const other of [1.5, "1.5", "", "-", "1e3", " 5", "9007199254740993", 2 ** 53, null, true]) {
    assertEquals(integer(other), undefined);
  }
});

Deno.test("digits() takes nothing but decimal digits", () => {
  assertEquals(["12", "", "+1", "1_0", "١"].map(digits), [12, ...Array(4).fill(undefined)]);
});

Deno.test("list() is empty for anything but an array", () => {
  assertEquals([[1], null, {}, "a"].map(list), [[1], [], [], []]);
});
