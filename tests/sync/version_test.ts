import { assertEquals, assertNotEquals } from "@std/assert";
import type { EventStamps } from "../../lib/sync/types.ts";
import { NO_VERSION, versionOf } from "../../lib/sync/version.ts";

const STAMPS: EventStamps = {
  timestamp: 1_700_000_000,
  publishTimestamp: 1_700_000_100,
  sightingTimestamp: 0,
  published: true,
  attributeCount: 5,
};

const CHANGES: Partial<EventStamps>[] = [
  { timestamp: 1_700_000_001 },
  { publishTimestamp: 1_700_000_101 },
  { sightingTimestamp: 1_700_000_000 },
  { published: false },
  { attributeCount: 6 },
];

Deno.test("versionOf() tells everything that may have moved", () => {
  const version = versionOf(STAMPS, "abc");
  assertEquals(version, "1700000000 1700000100 0 5 1 abc");
  for (const change of CHANGES) {
    assertNotEquals(versionOf({ ...STAMPS, ...change }, "abc"), version);
  }
  assertNotEquals(versionOf(STAMPS, "abd"), version);
  assertNotEquals(version, NO_VERSION);
});
