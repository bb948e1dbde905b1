import { assertEquals } from "@std/assert";
import { newest, readStamps, timesOf } from "../../../lib/misp/decay/times.ts";

const EDITED = 1_795_569_108;

function startOf(attribute: Record<string, unknown>): number | undefined {
  const ms = timesOf(readStamps(attribute), attribute.Sighting)?.startMs;
  return ms === undefined ? undefined : ms / 1000;
}

function sighting(date_sighting: unknown, type: unknown = "0") {
  return { date_sighting, type };
}

Deno.test("timesOf() counts from the timestamp where nothing else is known", () => {
  assertEquals(startOf({ timestamp: String(EDITED), last_seen: null }), EDITED);
  assertEquals(startOf({ timestamp: EDITED, Sighting: [] }), EDITED);
});

Deno.test("timesOf() counts from the whole second of last_seen, also when older", () => {
  const last_seen = "2026-10-31T08:15:30.123456+00:00";
  assertEquals(startOf({ timestamp: EDITED, last_seen }), 1_793_434_530);
});

Deno.test("timesOf() counts from the last sighting unless the attribute changed later", () => {
  const seen = [sighting(EDITED - 9), sighting(String(EDITED + 5)), sighting(EDITED + 2)];
  assertEquals(startOf({ timestamp: EDITED, Sighting: seen }), EDITED + 5);
  assertEquals(startOf({ timestamp: EDITED, Sighting: [sighting(EDITED)] }), EDITED);
  assertEquals(startOf({ timestamp: EDITED, Sighting: [sighting(EDITED - 1)] }), EDITED);
});

Deno.test("timesOf() prefers last_seen to a sighting before the last edit", () => {
  const Sighting = [sighting(EDITED - 1)];
  const last_seen = EDITED - 5000;
  assertEquals(startOf({ timestamp: EDITED, last_seen, Sighting }), EDITED - 5000);
});

Deno.test("timesOf() prefers a sighting after the last edit to a later last_seen", () => {
  const Sighting = [sighting(EDITED + 1)];
  assertEquals(startOf({ timestamp: EDITED, last_seen: EDITED + 900, Sighting }), EDITED + 1);
});

Deno.test("timesOf() does not count false positives and expirations", () => {
  const Sighting = [sighting(EDITED + 50, "1"), sighting(EDITED + 60, 2), sighting(EDITED + 1, 0)];
  assertEquals(startOf({ timestamp: EDITED, Sighting }), EDITED + 1);
  assertEquals(startOf({ timestamp: EDITED, Sighting: Sighting.slice(0, 2) }), EDITED);
});

Deno.test("timesOf() passes over what it cannot read", () => {
  const Sighting = [null, "x", {}, sighting("yesterday"), sighting(null), sighting("0")];
  assertEquals(startOf({ timestamp: EDITED, last_seen: "soon", Sighting }), EDITED);
  assertEquals(startOf({ timestamp: "0", last_seen: "", Sighting: "none" }), undefined);
});

Deno.test("newest() is the later of timestamp and last_seen", () => {
  assertEquals(newest({ changedMs: 2, seenMs: 1 }), 2);
  assertEquals(newest({ changedMs: 2, seenMs: 3 }), 3);
  assertEquals(newest({ changedMs: undefined, seenMs: 3 }), 3);
  assertEquals(newest({ changedMs: 2, seenMs: undefined }), 2);
  assertEquals(newest({ changedMs: undefined, seenMs: undefined }), undefined);
});
