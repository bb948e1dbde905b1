import { assertEquals } from "@std/assert";
import { atLeast, atMost, judge, median } from "./figure.ts";
import { tableOf } from "./table.ts";

Deno.test("median() is the middle, or between the two in the middle", () => {
  assertEquals([median([3, 1, 2]), median([4, 1, 3, 2]), median([7])], [2, 2.5, 7]);
});

Deno.test("judge() compares each run with its own neighbour", () => {
  const peer = { name: "floor", values: [100, 10, 100] };
  const { ratio, value } = judge({ name: "a", unit: "x", values: [80, 8, 60], peer });
  assertEquals([ratio, value], [0.8, 60]);
});

Deno.test("judge() passes what meets all of its bars", () => {
  const figure = { name: "a", unit: "x", values: [10], peer: { name: "b", values: [20] } };
  const pass = (...bars: ReturnType<typeof atLeast>[]) => judge({ ...figure, bars }).pass;
  assertEquals(pass(atLeast(10), atMost(10), atLeast(0.5, "ratio")), true);
  assertEquals([pass(atLeast(11)), pass(atMost(9)), pass(atLeast(0.6, "ratio"))], [
    false,
    false,
    false,
  ]);
  assertEquals(pass(), undefined);
});

Deno.test("judge() fails a bar on a ratio that there is none of", () => {
  assertEquals(
    judge({ name: "a", unit: "x", values: [1], bars: [atMost(1, "ratio")] }).pass,
    false,
  );
});

Deno.test("tableOf() shows figure, peer, ratio, bar and whether it holds", () => {
  const peer = { name: "floor", values: [20_000] };
  const bars = [atLeast(0.4, "ratio")];
  const table = tableOf([judge({ name: "speed", unit: "1/s", values: [10_000], peer, bars })]);
  const [, row = ""] = table.split("\n");
  assertEquals(row.split(/ {2,}/), [
    "speed",
    "10,000 1/s",
    "10,000–10,000",
    "20,000 (floor)",
    "0.50",
    "≥ 0.4 of it",
    "yes",
  ]);
});
