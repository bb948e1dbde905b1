import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { chunksOf } from "../../lib/sync/chunks.ts";
import type { EventRequest } from "../../lib/sync/types.ts";

const event = fc.record({
  uuid: fc.uuid(),
  id: fc.nat().map(String),
  attributeCount: fc.nat({ max: 3000 }),
  sighted: fc.boolean(),
});

Deno.test("chunksOf() gives every event once, and no chunk of several is too heavy", () => {
  fc.assert(fc.property(fc.array(event), (events: readonly EventRequest[]) => {
    const chunks = [...chunksOf(events, () => 2000)];
    const uuids = chunks.flat().map((each) => each.uuid);
    assertEquals(uuids.toSorted(), events.map((each) => each.uuid).toSorted());
    for (const chunk of chunks) {
      const weight = chunk.reduce((sum, each) => sum + each.attributeCount, 0);
      assert(chunk.length > 0);
      assert(chunk.length === 1 || weight <= 2000, `${weight} attributes in one chunk`);
      assertEquals(new Set(chunk.map((each) => each.sighted)).size, 1);
    }
  }));
});

Deno.test("chunksOf() keeps the order of plain events, and bounds the number of ids", () => {
  const events = Array.from({ length: 2500 }, (_, at) => ({
    uuid: `${at}`,
    id: `${at}`,
    attributeCount: 0,
    sighted: false,
  }));
  const chunks = [...chunksOf(events, () => 10_000)];
  assertEquals(chunks.map((chunk) => chunk.length), [1000, 1000, 500]);
  assertEquals(chunks.flat(), events);
});
