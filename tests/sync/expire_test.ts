import { assert, assertEquals, assertRejects } from "@std/assert";
import fc from "fast-check";
import { SafetyStop } from "../../lib/errors.ts";
import { expireDue, type ExpirySettings } from "../../lib/sync/expire.ts";
import { DeleteGuard, type MaxDelete } from "../../lib/sync/guard.ts";
import { Tally } from "../../lib/sync/tally.ts";
import { MemoryTarget } from "./memory_ends.ts";

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 25);
const EVERYTHING: MaxDelete = { kind: "percent", percent: 100 };
const DELETE: ExpirySettings = { action: "delete", keepMs: 0 };

function documentLine(end: number | undefined, comment = ""): string {
  return JSON.stringify({
    event: { hash: "h" },
    misp: {
      attribute: {
        type: "domain",
        comment,
        decayed: false,
        decayed_by: "default",
        ...(end === undefined ? {} : { decayed_at: new Date(end).toISOString() }),
      },
      event: { timestamp: new Date(0).toISOString() },
    },
  });
}

/** Documents d0, d1 … with these ends. */
async function targetWith(ends: readonly (number | undefined)[]): Promise<MemoryTarget> {
  const target = new MemoryTarget();
  await target.write(ends.map((end, at) => ({
    action: "index",
    id: `d${at}`,
    event: "e",
    line: documentLine(end),
  })));
  return target;
}

async function expire(
  target: MemoryTarget,
  options: { now?: number; settings?: ExpirySettings; maxDelete?: MaxDelete } = {},
): Promise<Tally> {
  const tally = new Tally();
  await expireDue({
    target,
    tally,
    guard: new DeleteGuard(options.maxDelete ?? EVERYTHING, target.lines.size),
    settings: options.settings ?? DELETE,
    now: options.now ?? NOW,
  });
  assertEquals(tally.imbalances(), []);
  return tally;
}

Deno.test("expireDue() removes what ends at or before now, and nothing else", async () => {
  const target = await targetWith([NOW - 1, NOW, NOW + 1, undefined]);
  const tally = await expire(target);
  assertEquals([...target.lines.keys()], ["d2", "d3"]);
  assertEquals(tally.acknowledged.deleted, 2);
});

Deno.test("expireDue() of any ends leaves exactly those of the future, and a second run nothing to do", async () => {
  const ends = fc.array(fc.option(fc.integer({ min: -1000, max: 1000 }), { nil: undefined }));
  await fc.assert(fc.asyncProperty(ends, async (offsets) => {
    const target = await targetWith(offsets.map((each) => each === undefined ? each : NOW + each));
    await expire(target);
    const left = offsets.flatMap((each, at) => each === undefined || each > 0 ? [`d${at}`] : []);
    assertEquals([...target.lines.keys()], left);
    assertEquals((await expire(target)).acknowledged.deleted, 0);
  }));
});

Deno.test("expireDue() leaves a document that was renewed between reading and deleting", async () => {
  const target = await targetWith([NOW - DAY, NOW - DAY]);
  const { due } = target;
  let calls = 0;
  target.due = async function* (now, keepMs) {
    const isCount = calls++ === 0;
    for await (const documents of due.call(target, now, keepMs)) {
      if (isCount) {
        yield documents;
        continue;
      }
      const line = documentLine(NOW + DAY, "renewed");
      await target.write([{ action: "index", id: "d0", event: "e", line }]);
      yield documents;
    }
  };
  const tally = await expire(target);
  assertEquals([...target.lines.keys()], ["d0"]);
  assertEquals([tally.acknowledged.deleted, tally.skipped.deleted], [1, 1]);
});

Deno.test("expireDue() with mark keeps a decayed document for a while, then removes it", async () => {
  const settings: ExpirySettings = { action: "mark", keepMs: 7 * DAY };
  const target = await targetWith([NOW - DAY, NOW + DAY]);
  const first = await expire(target, { settings });
  assertEquals([first.acknowledged.marked, first.acknowledged.deleted], [1, 0]);
  assertEquals(JSON.parse(target.lines.get("d0")?.line ?? "").misp.attribute.decayed, true);
  const again = await expire(target, { settings });
  assertEquals([again.acknowledged.marked, again.acknowledged.deleted], [0, 0]);
  const later = await expire(target, { settings, now: NOW + 7 * DAY });
  assertEquals([later.acknowledged.marked, later.acknowledged.deleted], [1, 1]);
  assertEquals([...target.lines.keys()], ["d1"]);
});

Deno.test("expireDue() stops before deleting more than it may", async () => {
  const target = await targetWith(Array.from({ length: 40 }, () => NOW - DAY));
  await assertRejects(
    () => expire(target, { maxDelete: { kind: "percent", percent: 50 } }),
    SafetyStop,
    "--max-delete",
  );
  assertEquals(target.lines.size, 40);
  assert(target.operations.length === 40);
});
