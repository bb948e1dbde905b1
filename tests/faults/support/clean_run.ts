/** The run after the fault: nothing is in its way, and it makes everything good. */
import { assertEquals } from "@std/assert";
import { assertBalanced } from "./balance.ts";
import { assertSame } from "./contents.ts";
import { takeDown } from "./fault_case.ts";
import type { Stage } from "./stage.ts";
import type { Run, Trial } from "./trial.ts";

/** Whatever the run before was, after this one all is as it should be. */
export async function assertCleanRun(
  trial: Trial,
  stage: Stage,
  ...args: readonly string[]
): Promise<Run> {
  takeDown(trial);
  const run = await trial.sync(args);
  assertEquals(run.code, 0, `the clean run: ${run.stderr}`);
  assertBalanced(run.summary, 0);
  assertSame(await trial.contents(), stage.after, "after the clean run");
  return run;
}
