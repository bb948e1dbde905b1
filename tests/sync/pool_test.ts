import { assert, assertEquals, assertRejects } from "@std/assert";
import { forEachConcurrently } from "../../lib/sync/pool.ts";

Deno.test("forEachConcurrently() works on every item, never on more than the limit at once", async () => {
  let running = 0;
  let most = 0;
  const done: number[] = [];
  await forEachConcurrently(Array.from({ length: 20 }, (_, at) => at), 3, async (item) => {
    most = Math.max(most, ++running);
    await Promise.resolve();
    await Promise.resolve();
    running--;
    done.push(item);
  });
  assertEquals(done.toSorted((a, b) => a - b), Array.from({ length: 20 }, (_, at) => at));
  assertEquals(most, 3);
});

Deno.test("forEachConcurrently() takes no further item after a failure, and waits for the rest", async () => {
  const begun: number[] = [];
  let otherEnded = false;
  await assertRejects(
    () =>
      forEachConcurrently([0, 1, 2, 3, 4, 5], 2, async (item) => {
        begun.push(item);
        if (item === 1) throw new RangeError("Item 1 is bad");
        for (let turn = 0; turn < 10; turn++) await Promise.resolve();
        otherEnded = true;
      }),
    RangeError,
    "Item 1 is bad",
  );
  assert(otherEnded);
  assertEquals(begun, [0, 1]);
});
