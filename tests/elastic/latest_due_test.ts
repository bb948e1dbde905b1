import { assertEquals } from "@std/assert";
import type { Operation } from "../../lib/sync/types.ts";
import { clusterTest } from "./support/cluster.ts";
import { INSTANCE, operation, prepared } from "./support/latest.ts";

const NOW = Date.UTC(2026, 0, 10);
const DAY = 86_400_000;

function ending(number: number, end: number, rule: string, decayed = false): Operation {
  const uuid = `ending-${number}`;
  const decayed_at = new Date(end).toISOString();
  return operation("ends", number, {
    misp: {
      instance: INSTANCE,
      attribute: { uuid, type: "domain", decayed, decayed_at, decayed_by: rule },
      event: { uuid: "ends" },
    },
  });
}

clusterTest(
  "latestIndex() finds what is due, and what is marked when it was kept",
  async (cluster) => {
    const target = await prepared(cluster);
    await target.write([
      ending(0, NOW, "default"),
      ending(1, NOW + 1, "default"),
      ending(2, NOW - 5 * DAY, "model", true),
      ending(3, NOW - 3 * DAY, "model", true),
      operation("ends", 4),
    ]);
    const due = (await Array.fromAsync(target.due(NOW, 4 * DAY))).flat();
    assertEquals(
      due.map(({ rule, type, event, marked }) => [rule, type, event, marked]).toSorted(),
      [["default", "domain", "ends", false], ["model", "domain", "ends", true]],
    );
    assertEquals((await Array.fromAsync(target.due(NOW, 0))).flat().length, 3);
  },
);

clusterTest("latestIndex() counts what will end, by rule and type", async (cluster) => {
  const target = await prepared(cluster);
  const ends = [NOW, NOW + 1, NOW + DAY, NOW + DAY + 1];
  await target.write(ends.map((end, number) => ending(number, end, `rule${number % 2}`)));
  await target.commit();
  const expiries = await target.expiries(NOW, NOW + DAY);
  assertEquals(expiries, {
    total: 2,
    byRule: new Map([["rule0", 1], ["rule1", 1]]),
    byType: new Map([["domain", 2]]),
  });
});

clusterTest("latestIndex() spares what was renewed since it was found due", async (cluster) => {
  const target = await prepared(cluster);
  await target.write([0, 1, 2, 3].map((number) => ending(number, NOW - DAY, "default")));
  const due = (await Array.fromAsync(target.due(NOW, 0))).flat();
  await target.write([ending(1, NOW + DAY, "default"), ending(3, NOW + DAY, "default")]);
  const writes = due.map(({ id, event, state }, index): Operation => ({
    action: index < 2 ? "delete" : "mark",
    id,
    event,
    onlyIf: state,
  }));
  const { acknowledged, skipped, rejected } = await target.write(writes);
  assertEquals([acknowledged, skipped, rejected], [2, [writes[1]!, writes[3]!], []]);
  await target.commit();
  assertEquals(await target.prepare(), 3);
  const left = (await Array.fromAsync(target.due(NOW, 0))).flat();
  assertEquals(left.map(({ id, marked }) => [id, marked]), [[`${INSTANCE}:ends-000002`, true]]);
});
