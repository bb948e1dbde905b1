import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { createScope, parseShard, shardOf } from "../../lib/sync/scope.ts";

Deno.test("shardOf() puts every event into exactly one of N parts, of about equal size", () => {
  fc.assert(fc.property(fc.uuid(), fc.integer({ min: 1, max: 64 }), (uuid, count) => {
    const shard = shardOf(uuid, count);
    assert(shard >= 1 && shard <= count);
    const including = Array.from(
      { length: count },
      (_, at) =>
        createScope({ events: new Set(), since: undefined, shard: { index: at + 1, count } }),
    )
      .filter((scope) => scope.includes({ uuid, timestamp: 0 }));
    assertEquals(including.length, 1);
  }));
  const sizes = new Map<number, number>();
  for (let at = 0; at < 8000; at++) {
    // Time-based uuids: only the first characters differ, and those are alike.
    const shard = shardOf(`5a${at.toString(16).padStart(6, "0")}-7c1c-11ec-9bce-f7a4dc94c294`, 8);
    sizes.set(shard, (sizes.get(shard) ?? 0) + 1);
  }
  assertEquals(sizes.size, 8);
  for (const size of sizes.values()) assert(size > 800 && size < 1200, `${size} of 8000`);
});

Deno.test("parseShard() takes I/N with I from 1 to N and nothing else", () => {
  assertEquals(parseShard("2/8"), { index: 2, count: 8 });
  for (const text of ["0/8", "9/8", "1/0", "2", "a/b", "1/2/3", "-1/2", ""]) {
    assertEquals(parseShard(text), undefined, text);
  }
});

Deno.test("createScope() includes what was edited at or after --since", () => {
  const scope = createScope({ events: new Set(), since: 5000, shard: undefined });
  assertEquals(scope.includes({ uuid: "a", timestamp: 5 }), true);
  assertEquals(scope.includes({ uuid: "a", timestamp: 4 }), false);
});
