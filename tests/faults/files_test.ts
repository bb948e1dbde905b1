/** What the program leaves on the disk, and what it may do there and elsewhere. */
import { assertEquals, assertMatch } from "@std/assert";
import { COMPILED, inShell } from "./support/command_line.ts";
import { assertCleanRun } from "./support/clean_run.ts";
import { assertSame } from "./support/contents.ts";
import { refusing } from "./support/elastic_faults.ts";
import { narrowed } from "./support/narrow.ts";
import { stageTest } from "./support/stage_test_case.ts";
import { runOf, type Trial } from "./support/trial.ts";

const INVALID = { status: 400, type: "document_parsing_exception" };

/** Whatever its user's umask would allow. */
const CARELESS = 'umask 000; exec "$@"';

async function modesBelow(folder: string): Promise<Record<string, string>> {
  const modes: Record<string, string> = {};
  for await (const { name } of Deno.readDir(folder)) {
    const { mode } = await Deno.stat(`${folder}/${name}`);
    const plain = name.replace(/^ti-misp-[0-9a-f]+/, "lifeline");
    modes[plain] = ((mode ?? 0) & 0o777).toString(8);
  }
  return modes;
}

function careless(trial: Trial, args: readonly string[], env = {}) {
  return trial.run([], { command: inShell(CARELESS, args), env });
}

stageTest(
  "sync-attributes writes for its owner alone what may hold indicators or state",
  (stage) =>
    stage.withTrial(async (trial) => {
      let meanwhile: Record<string, string> = {};
      trial.elastic.fault = async (request, forward) => {
        if (!/latest.*_bulk$/.test(request.path)) return undefined;
        meanwhile = await modesBelow(trial.directory);
        return await refusing(3, INVALID)(request, forward);
      };
      const run = runOf(await careless(trial, ["sync-attributes", "--json"]));
      assertEquals(run.code, 3, run.stderr);
      assertEquals(meanwhile["lifeline.lease"], "600");
      assertEquals(await modesBelow(trial.directory), { "dead-letters.ndjson": "600" });
      await assertCleanRun(trial, stage);
    }),
);

stageTest(
  "sync-attributes writes files of documents for their owner alone",
  (stage) =>
    stage.withFreshTrial(async (trial) => {
      const args = ["sync-attributes", "--json", "--output", `ndjson:${trial.directory}/documents`];
      const metrics = { TI_MISP_RUN_METRICS_FILE: `${trial.directory}/metrics.prom` };
      for (const turn of ["first", "second"]) {
        if (turn === "second") trial.history.goOn();
        const run = runOf(await careless(trial, args, metrics));
        assertEquals(run.code, 0, run.stderr);
        const { "metrics.prom": numbers, ...others } = await modesBelow(trial.directory);
        assertEquals(new Set(Object.values(others)), new Set(["600"]), JSON.stringify(others));
        assertMatch(numbers ?? "", /^6/, "its collector may read the numbers");
      }
    }),
);

if (COMPILED === undefined) {
  stageTest(
    "sync-attributes needs no more of the system than its settings name",
    (stage) =>
      stage.withTrial(async (trial) => {
        const args = ["sync-attributes", "--json"];
        const run = runOf(await trial.run(args, narrowed(trial, args)));
        assertEquals(run.code, 0, run.stderr);
        assertSame(await trial.contents(), stage.after, "with narrow permissions");
      }),
  );
}
