/** A run that is told to stop: once, it puts away what it has begun; twice, it ends at once. */
import { assert, assertEquals } from "@std/assert";
import { assertAgrees, assertBalanced } from "./support/balance.ts";
import { assertCleanRun } from "./support/clean_run.ts";
import { assertBetween } from "./support/contents.ts";
import { hitsWith } from "./support/engine_request.ts";
import { chosen, numberAt, type Position, positionsFor } from "./support/layer.ts";
import type { Stage } from "./support/stage.ts";
import { stageTest } from "./support/stage_test_case.ts";
import { runOf, type Trial } from "./support/trial.ts";

const SYNC = ["sync-attributes", "--json"];

const CODES = { SIGINT: 130, SIGTERM: 143 } as const;
type StopSignal = keyof typeof CODES;

/** Sends the signal as the request at that position comes in, and lets the request pass. */
function stopAt(trial: Trial, stage: Stage, position: Position, signal: StopSignal): void {
  const at = numberAt(position, stage.elasticRequests.length);
  let seen = 0;
  trial.elastic.fault = () => {
    if (++seen === at) trial.running?.kill(signal);
    return undefined;
  };
}

async function assertLeaseGivenBack(trial: Trial): Promise<void> {
  const { engine, instance } = trial.place;
  const records = await hitsWith(engine, trial.stateIndex, "instance", instance);
  assertEquals(records.filter(({ _source }) => _source["kind"] === "lease"), []);
}

async function assertPutAway(trial: Trial, stage: Stage, signal: StopSignal): Promise<void> {
  const { summary, code, stderr } = runOf(await trial.ended(trial.start(SYNC)));
  assertEquals(code, CODES[signal], stderr);
  assertBalanced(summary, code);
  const contents = await trial.contents();
  assertBetween(contents, stage.before, stage.after);
  assertAgrees(summary, stage.before.size, contents.size);
  await assertLeaseGivenBack(trial);
  await assertCleanRun(trial, stage);
}

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  for (const position of positionsFor(signal === "SIGINT" ? 1 : 0, ["first", "middle"])) {
    stageTest(
      `sync-attributes puts away what it has begun on ${signal} at the ${position} request`,
      (stage) =>
        stage.withTrial(async (trial) => {
          stopAt(trial, stage, position, signal);
          await assertPutAway(trial, stage, signal);
        }),
    );
  }
}

/** Every write after the first is held; resolves as the first of them is. */
function holdWrites(trial: Trial): Promise<void> {
  const held = Promise.withResolvers<void>();
  let writes = 0;
  trial.elastic.fault = ({ path }) => {
    if (!path.endsWith("/_bulk") || ++writes === 1) return undefined;
    held.resolve();
    return "stall";
  };
  return held.promise;
}

const PAIRS = [["SIGINT", "SIGINT"], ["SIGTERM", "SIGTERM"], ["SIGTERM", "SIGINT"]] as const;

for (const [first, second] of chosen(PAIRS)) {
  stageTest(
    `sync-attributes ends at once on ${second} after ${first}, though Elasticsearch never answers`,
    (stage) =>
      stage.withTrial(async (trial) => {
        const held = holdWrites(trial);
        const running = trial.start(SYNC);
        await held;
        running.kill(first);
        // Two that come together are one to the system, so they come as a person would send them.
        const impatience = setInterval(() => running.kill(second), 200);
        const { code, ms } = await trial.ended(running).finally(() => clearInterval(impatience));
        assertEquals(code, CODES[second]);
        assert(ms < 30_000, "it did not wait for its timeout");
        assertBetween(await trial.contents(), stage.before, stage.after);
        await assertCleanRun(trial, stage);
      }),
  );
}

stageTest(
  "sync-attributes does not wait for ever on one SIGTERM while Elasticsearch is silent",
  (stage) =>
    stage.withTrial(async (trial) => {
      const held = holdWrites(trial);
      const running = trial.start(SYNC, { env: { TI_MISP_ELASTICSEARCH_TIMEOUT: "2s" } });
      await held;
      running.kill("SIGTERM");
      const { summary, code, stderr } = runOf(await trial.ended(running));
      // Not 143: that would say that what was begun has been put away.
      assertEquals([code, summary.outcome], [5, "try_later"], stderr);
      assertBetween(await trial.contents(), stage.before, stage.after);
      await assertCleanRun(trial, stage);
    }),
);

stageTest(
  "sync-attributes does not wait on SIGTERM for a MISP that is silent",
  (stage) =>
    stage.withTrial(async (trial) => {
      const asked = Promise.withResolvers<void>();
      trial.misp.fault = ({ path }) => {
        if (path !== "/attributes/restSearch") return undefined;
        asked.resolve();
        return "stall";
      };
      const running = trial.start(SYNC);
      await asked.promise;
      running.kill("SIGTERM");
      const { summary, code } = runOf(await trial.ended(running));
      assertEquals([code, summary.outcome], [143, "interrupted"]);
      await assertLeaseGivenBack(trial);
      await assertCleanRun(trial, stage);
    }),
);
