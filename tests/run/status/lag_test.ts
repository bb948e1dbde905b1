import { assertEquals } from "@std/assert";
import { reconciledUntil } from "../../../lib/run/status/lag.ts";
import { ago, duration, lagInDetail, lagInShort, roughly } from "../../../lib/run/status/words.ts";

function run(shard: string, sightingsUntil: number, more: Record<string, string> = {}) {
  return {
    command: "sync-attributes",
    instance: "lab",
    shard,
    startedAt: 0,
    finishedAt: 0,
    exitCode: 0,
    summary: {},
    sightingsUntil,
    ...more,
  };
}

const until = (...runs: ReturnType<typeof run>[]) =>
  reconciledUntil({ runs, newestPublication: undefined }, "lab");

Deno.test("reconciledUntil() goes by the last complete run of every shard", () => {
  assertEquals(until(), undefined);
  assertEquals(until(run("1/1", 0)), undefined);
  assertEquals(until(run("1/1", 100)), 100_000);
  assertEquals(until(run("1/2", 200)), undefined);
  assertEquals(until(run("1/2", 200), run("2/2", 150)), 150_000);
  assertEquals(until(run("1/1", 100), run("1/2", 200), run("2/2", 150)), 150_000);
});

Deno.test("reconciledUntil() looks at no other command or instance", () => {
  assertEquals(until(run("1/1", 100, { command: "expire" })), undefined);
  assertEquals(until(run("1/1", 100, { instance: "other" })), undefined);
});

Deno.test("reconciledUntil() believes a document that is newer than any complete run", () => {
  const runs = [run("1/1", 100)];
  assertEquals(reconciledUntil({ runs, newestPublication: 300_000 }, "lab"), 300_000);
  assertEquals(reconciledUntil({ runs, newestPublication: 50_000 }, "lab"), 100_000);
});

Deno.test("roughly(), duration() and ago() speak as people do", () => {
  assertEquals([0, 1, 59, 60, 3599, 7200, 86_400].map(roughly), [
    "0 seconds",
    "1 second",
    "59 seconds",
    "1 minute",
    "59 minutes",
    "2 hours",
    "1 day",
  ]);
  assertEquals([0, 1234, 59_940, 61_000, 3_723_000].map(duration), [
    "0.0 s",
    "1.2 s",
    "59.9 s",
    "1:01",
    "1:02:03",
  ]);
  assertEquals(ago("2026-01-01T00:00:00Z", "2026-01-01T00:01:30Z"), "1 minute ago");
  assertEquals(ago("2026-01-01T00:01:00Z", "2026-01-01T00:00:00Z"), "in the future");
});

Deno.test("lagInShort() and lagInDetail() tell a lag, none, and why it is not known", () => {
  const stamps = {
    misp_newest: "2026-01-01T12:00:00.000Z",
    reconciled_until: "2026-01-01T10:00:00.000Z",
  };
  const told = ([
    { state: "known", seconds: 7200, ...stamps },
    { state: "known", seconds: 0, ...stamps },
    { state: "unknown", reason: "MISP is not configured" },
  ] as const).map((lag) => `${lagInShort(lag)}: ${lagInDetail(lag)}`);
  assertEquals(told, [
    "2 hours: MISP published at 2026-01-01 12:00:00 UTC, reconciled until 2026-01-01 10:00:00 UTC",
    "none: all that MISP published until 2026-01-01 12:00:00 UTC is here",
    "not known: MISP is not configured",
  ]);
});
