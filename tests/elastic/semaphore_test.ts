import { assertEquals, assertRejects } from "@std/assert";
import { Semaphore } from "../../lib/elastic/semaphore.ts";

Deno.test("Semaphore.run() lets so many work, and the others in the order they came", async () => {
  const semaphore = new Semaphore(2);
  const started: number[] = [];
  const gates = [0, 1, 2, 3].map(() => Promise.withResolvers<void>());
  const all = gates.map((gate, number) =>
    semaphore.run(() => {
      started.push(number);
      return gate.promise;
    })
  );
  assertEquals(started, [0, 1]);
  gates[1]!.resolve();
  await all[1];
  assertEquals(started, [0, 1, 2]);
  for (const gate of gates) gate.resolve();
  await Promise.all(all);
  assertEquals(started, [0, 1, 2, 3]);
});

Deno.test("Semaphore.run() frees its place when the work fails", async () => {
  const semaphore = new Semaphore(1);
  await assertRejects(() => semaphore.run(() => Promise.reject(new RangeError("no"))), RangeError);
  assertEquals(await semaphore.run(() => Promise.resolve("next")), "next");
});
