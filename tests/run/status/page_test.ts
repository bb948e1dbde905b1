import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { statusPage } from "../../../lib/run/status/page.ts";
import { reportOf, type StatusReport } from "../../../lib/run/status/report.ts";
import { runStatus } from "../../../lib/run/status/run_status.ts";

const NOW = 1_795_600_000_000;
const EVIL = `"><script>alert(1)</script><img src=//evil.example onerror='x'>`;

function report(name: string, error?: string): StatusReport {
  const counts = { values: [{ name, count: 3 }, { name: "url", count: 1 }], others: 2 };
  const run = runStatus({
    command: "sync-attributes",
    instance: name,
    shard: "1/1",
    startedAt: NOW - 90_000,
    finishedAt: NOW - 60_000,
    exitCode: error === undefined ? 0 : 5,
    summary: { documents: { created: 2, updated: 1, rejected: "x" }, error },
    sightingsUntil: 0,
  });
  return reportOf({
    now: NOW,
    server: name,
    namespace: "default",
    runs: [run],
    ledger: [
      { command: "sync-attributes", instance: name, events: 1234 },
      { command: "sync-events", instance: name, events: 1200 },
    ],
    counts: {
      total: 6,
      instances: counts,
      types: counts,
      tlp: { values: [{ name: "RED", count: 5 }], others: 0 },
      organisations: counts,
      tactics: { values: [], others: 0 },
      ages: [{ name: "under 1 day", count: 6 }],
      overdue: 1,
      endsWithin: [{ name: "1h", count: 1 }, { name: "1d", count: 2 }, { name: "7d", count: 2 }],
      neverEnds: 0,
      endsByDay: [{ name: "2026-11-26", count: 2 }],
      newestPublication: undefined,
    },
    lag: { state: "unknown", reason: name },
  });
}

Deno.test("reportOf() tells every day of the next month, and reads a run as far as it can", () => {
  const { expiries, runs, lag } = report("lab");
  assertEquals(expiries.by_day.length, 31);
  assertEquals(expiries.by_day.slice(0, 3).map(({ count }) => count), [0, 2, 0]);
  assertEquals(expiries.by_day[0]?.name, "2026-11-25");
  assertEquals([runs[0]?.written, runs[0]?.rejected, runs[0]?.outcome], [3, 0, "done"]);
  assertEquals(lag.state, "unknown");
});

Deno.test("statusPage() counts an event once that several commands know", () => {
  assertStringIncludes(statusPage(report("lab")), "<dd>1,234<");
});

Deno.test("statusPage() holds no markup but its own, whatever the texts", () => {
  const tags = (page: string) =>
    page.match(/<[a-z/!][^>]*>/gi)?.map((tag) => tag.split(/[\s>]/)[0]);
  const page = statusPage(report(EVIL, EVIL));
  assertEquals(tags(page), tags(statusPage(report("lab", "error"))));
  assert(!page.includes("<script") && !page.includes("<img"));
  assert(page.includes("&lt;script&gt;alert(1)"));
});

Deno.test("statusPage() asks nobody for anything, and forbids it", () => {
  const page = statusPage(report("lab"));
  assertEquals(page.match(/\b(?:src|href|url|@import|xlink:href)\s*[=(]/gi), null);
  assertMatch(page, /http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;/);
});

Deno.test("statusPage() has a name and a table for each chart, and headings in order", () => {
  const page = statusPage(report("lab"));
  const charts = page.match(/<svg role="img" aria-label="[^"]+"/g) ?? [];
  const tables = page.match(/<details>[\s\S]*?<table aria-label="[^"]+">/g) ?? [];
  assertEquals([charts.length, tables.length], [6, 6]);
  assertEquals(
    [...page.matchAll(/<h([1-3])/g)].map((match) => match[1]).join(""),
    "1223333333" + "2",
  );
  assertMatch(page, /aria-label="By TLP: RED 5"/);
  assertMatch(page, /<html lang="en">/);
});

Deno.test("statusPage() tells what went wrong only when something did", () => {
  assert(!statusPage(report("lab")).includes("What went wrong"));
  const page = statusPage(report("lab", "MISP is away"));
  assertMatch(page, /What went wrong[\s\S]*MISP is away/);
  assertMatch(page, /try_later \(exit 5\)/);
});
