/**
 * The one invariant, after each fault and one clean run: indexed = wanted exactly, the summary
 * balances, the exit code tells the truth, and no secret was shown.
 */
import { assert, assertEquals, AssertionError, assertMatch } from "@std/assert";
import { forEachConcurrently } from "../../../lib/sync/pool.ts";
import { assertAgrees, assertBalanced } from "./balance.ts";
import { assertCleanRun } from "./clean_run.ts";
import { assertBetween, assertSame } from "./contents.ts";
import { type FaultCase, setUp, takeDown } from "./fault_case.ts";
import { type Position, positionsFor, wholeSuite } from "./layer.ts";
import { Recoveries } from "./recoveries.ts";
import { type Stage, TRIALS_AT_ONCE } from "./stage.ts";
import { stageTest } from "./stage_test_case.ts";
import type { Run, Trial } from "./trial.ts";

interface Place {
  readonly fault: FaultCase;
  readonly position: Position;
}

let turn = 0;

/** One test for all of the faults, each at its positions; it names every one that went wrong. */
export function faultTests(title: string, faults: readonly FaultCase[]): void {
  const places = faults.flatMap((fault): Place[] =>
    positionsFor(turn++, fault.positions).map((position) => ({ fault, position }))
  );
  stageTest(`${title} (${places.length} faults)`, async (stage, t) => {
    const failures: string[] = [];
    const recoveries = new Recoveries();
    await forEachConcurrently(places, TRIALS_AT_ONCE, async (place) => {
      await attempt(stage, place, recoveries).catch((error) => failures.push(error.message));
    });
    assert(failures.length === 0, `${failures.length} failed:\n${failures.join("\n\n")}`);
    await recoveries.tell(t);
  });
}

async function attempt(stage: Stage, place: Place, recoveries: Recoveries): Promise<void> {
  const { fault, position } = place;
  const what = `${fault.name}, at the ${position} request`;
  await stage.withTrial(async (trial) => {
    try {
      recoveries.add(what, await meet(stage, fault, position, trial));
    } catch (cause) {
      const message = cause instanceof Error ? cause.message : String(cause);
      throw new AssertionError(`${what}: ${message}\n${trial.said.join("")}`, { cause });
    }
  }, fault.login === undefined ? {} : { login: fault.login });
}

/** Gives the milliseconds that the run took that made it good. */
async function meet(
  stage: Stage,
  fault: FaultCase,
  position: Position,
  trial: Trial,
): Promise<number> {
  const counter = setUp(stage, fault, position, trial);
  const run = await trial.sync(fault.args, fault.env);
  takeDown(trial);
  assert(counter.met > 0, "the fault was never met");
  assertEquals(run.code, fault.exits ?? 0, "exit code");
  if (fault.says !== undefined) assertMatch(run.summary.error ?? run.stderr, fault.says);
  const done = run.code === 0 && fault.conflicts !== true;
  await assertHonest(stage, trial, run, done);
  const clean = await assertMadeGood(stage, trial, done);
  await trial.assertNoSecret();
  return done ? run.ms : clean?.ms ?? 0;
}

/** What the run left, and what it says of it. */
async function assertHonest(
  stage: Stage,
  trial: Trial,
  { summary, code }: Run,
  done: boolean,
): Promise<void> {
  assertBalanced(summary, code);
  const contents = await trial.contents();
  if (done) assertSame(contents, stage.after, "after the fault");
  else assertBetween(contents, stage.before, stage.after);
  if (code === 0 || code === 3) assertAgrees(summary, stage.before.size, contents.size);
  await assertDeadLetters(trial, summary.documents.rejected);
}

async function assertDeadLetters(trial: Trial, rejected: number): Promise<void> {
  const text = await Deno.readTextFile(trial.deadLetters).catch(() => "");
  assertEquals(text.split("\n").length - 1, rejected, "dead letters");
}

/** One clean run later; after a run that was done it finds nothing to do. */
async function assertMadeGood(
  stage: Stage,
  trial: Trial,
  done: boolean,
): Promise<Run | undefined> {
  if (done && !wholeSuite) return undefined;
  const clean = await assertCleanRun(trial, stage);
  if (!done) return clean;
  const { created, updated, deleted, conflicts } = clean.summary.documents;
  assertEquals([created, updated, deleted, conflicts], [0, 0, 0, 0], "a run with nothing to do");
  return clean;
}
