/** No room: for dead letters, for metrics, and for what the program says. */
import { assertEquals, assertMatch } from "@std/assert";
import { assertBalanced } from "./support/balance.ts";
import { inShell } from "./support/command_line.ts";
import { assertCleanRun } from "./support/clean_run.ts";
import { assertBetween, assertSame } from "./support/contents.ts";
import { refusing } from "./support/elastic_faults.ts";
import { stageTest } from "./support/stage_test_case.ts";
import { chosen } from "./support/layer.ts";

const INVALID = { status: 400, type: "document_parsing_exception" };

stageTest(
  "sync-attributes fails loudly when it has no room for dead letters",
  (stage) =>
    stage.withTrial(async (trial) => {
      trial.elastic.fault = (request, forward) =>
        /latest.*_bulk$/.test(request.path) ? refusing(3, INVALID)(request, forward) : undefined;
      const run = await trial.sync([], { TI_MISP_RUN_DEAD_LETTERS: "/dev/full" });
      assertEquals(run.code, 1, run.stderr);
      assertBalanced(run.summary, 1);
      assertMatch(
        run.summary.error ?? "",
        /Could not keep \d+ rejected documents in "\/dev\/full"/,
      );
      assertBetween(await trial.contents(), stage.before, stage.after);
      await assertCleanRun(trial, stage);
    }),
);

stageTest(
  "sync-attributes does its work though its metrics find no room",
  (stage) =>
    stage.withTrial(async (trial) => {
      await Deno.mkdir(`${trial.directory}/metrics`);
      const run = await trial.sync([], {
        TI_MISP_RUN_METRICS_FILE: `${trial.directory}/nowhere/ti-misp.prom`,
      });
      assertEquals(run.code, 0, run.stderr);
      assertMatch(run.stderr, /Cannot write run\.metrics_file/);
      await assertCleanRun(trial, stage);
    }),
);

/** Redirections, and how the program has to end when it does its work all the same. */
const STREAMS = {
  "its log finds no room": { script: '"$@" 2>/dev/full', code: 0 },
  "its log is closed": { script: '"$@" 2>&-', code: 0 },
  "nobody reads its log": { script: '{ "$@"; echo $? >&3; } 2>&1 3>code >result | true', code: 0 },
  "its summary finds no room": { script: '"$@" >/dev/full', code: 1 },
  "nobody reads its summary": {
    script: '{ "$@"; echo $? >code; } | true; exit $(cat code)',
    code: 1,
  },
} as const;

const DEBUG = { TI_MISP_LOG_LEVEL: "debug" };

for (const [what, { script, code }] of chosen(Object.entries(STREAMS))) {
  stageTest(
    `sync-attributes does its work though ${what} (exit ${code})`,
    (stage) =>
      stage.withTrial(async (trial) => {
        // Something to say: a retry is told in the log.
        let told = false;
        trial.elastic.fault = ({ path }) => {
          if (told || !path.endsWith("_bulk")) return undefined;
          told = true;
          return { status: 503, headers: {}, body: "" };
        };
        const command = inShell(script, ["sync-attributes", "--json"]);
        const ended = await trial.run([], { command, env: DEBUG });
        const written = await Deno.readTextFile(`${trial.directory}/code`).catch(() => "");
        assertEquals(written === "" ? ended.code : Number(written), code, ended.stderr);
        assertSame(await trial.contents(), stage.after, "after a run that could not be heard");
        await assertCleanRun(trial, stage);
      }),
  );
}
