import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { metricsText } from "../../lib/cli/metrics.ts";
import { summarise, type Summary } from "../../lib/sync/summary.ts";
import { Tally } from "../../lib/sync/tally.ts";

const NO_TRAFFIC = { requests: 0, bytesRead: 0, bytesWritten: 0 };

function summary(
  changes: { command?: string; instance?: string; exitCode?: number } = {},
): Summary {
  const tally = new Tally();
  tally.read = 12;
  tally.acknowledged.created = 7;
  tally.dropped("expired");
  const { command = "sync-attributes", instance = "lab", exitCode = 0 } = changes;
  return summarise({
    command,
    instance,
    outcome: "done",
    exitCode,
    dryRun: false,
    startedAt: 1_795_600_000_000,
    durationMs: 1500,
    peakRssBytes: 1e8,
    plan: undefined,
    compared: undefined,
    tally,
    expiries: undefined,
    misp: { ...NO_TRAFFIC, requests: 3 },
    elasticsearch: NO_TRAFFIC,
    error: undefined,
  });
}

const LAB = 'command="sync-attributes",instance="lab"';

Deno.test("metricsText() gives every metric a help, a type and its samples in one piece", () => {
  const text = metricsText(summary());
  const lines = text.trimEnd().split("\n");
  assert(text.endsWith("\n"));
  for (const [at, line] of lines.entries()) {
    if (line.startsWith("# HELP")) {
      const name = line.split(" ")[2];
      assertEquals(lines[at + 1], `# TYPE ${name} gauge`);
      assert(lines[at + 2]?.startsWith(`${name}{`), line);
    } else if (!line.startsWith("#")) {
      assertMatch(line, /^ti_misp_[a-z_]+\{([a-z]+="[^"]*",?)+\} -?\d+(\.\d+)?$/);
    }
  }
  const helps = lines.filter((line) => line.startsWith("# HELP"));
  assertEquals(new Set(helps).size, helps.length);
  assertStringIncludes(text, `ti_misp_last_run_timestamp_seconds{${LAB}} 1795600001.5\n`);
  assertStringIncludes(text, `ti_misp_last_run_documents{${LAB},result="created"} 7\n`);
  assertStringIncludes(text, `ti_misp_last_run_attributes_not_wanted{${LAB},reason="expired"} 1\n`);
  assertStringIncludes(text, `ti_misp_last_run_requests{${LAB},server="misp"} 3\n`);
});

Deno.test("metricsText() keeps the last success of a run that failed, and nothing else of it", () => {
  const before = metricsText(summary());
  const text = metricsText(summary({ exitCode: 5 }), before);
  assertStringIncludes(text, `ti_misp_last_success_timestamp_seconds{${LAB}} 1795600001.5\n`);
  assertStringIncludes(text, `ti_misp_last_run_exit_code{${LAB}} 5\n`);
  assert(!text.includes(`ti_misp_last_run_exit_code{${LAB}} 0\n`));
  assert(!metricsText(summary({ exitCode: 5 })).includes("last_success"));
});

Deno.test("metricsText() leaves other commands and instances where they are", () => {
  let text = "";
  for (const instance of ["lab", "lab2"]) {
    for (const command of ["sync-attributes", "expire"]) {
      text = metricsText(summary({ command, instance }), text);
    }
  }
  text = metricsText(summary(), text);
  assertEquals(text.match(/^ti_misp_last_run_exit_code\{/gm)?.length, 4);
  assertEquals(text.match(/^# TYPE ti_misp_last_run_exit_code /gm)?.length, 1);
});

Deno.test("metricsText() escapes what a label cannot hold", () => {
  const text = metricsText(summary({ instance: 'a"b\\c\nd' }));
  assertStringIncludes(text, 'instance="a\\"b\\\\c\\nd"');
});

Deno.test("metricsText() takes nothing from a file of somebody else", () => {
  const foreign = 'node_load1 0.5\nti_misp_made_up{command="x"} 1\nnonsense{\n';
  assertEquals(metricsText(summary(), foreign), metricsText(summary()));
});
