/** `--max-duration`: a run ends in time and in good order, and the next goes on. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { slow } from "../support/fake_misp/faults.ts";
import { assertAgrees, assertBalanced } from "./support/balance.ts";
import { assertBetween, assertSame } from "./support/contents.ts";
import { stageTest } from "./support/stage_test_case.ts";

stageTest(
  "sync-attributes ends in good order when its time is over (exit 5)",
  (stage) =>
    stage.withTrial(async (trial) => {
      trial.misp.fault = slow(700);
      const first = await trial.sync(["--max-duration", "3s"]);
      assertEquals(first.code, 5, first.stderr);
      assertMatch(first.summary.error ?? "", /max_duration/);
      assertBalanced(first.summary, 5);
      const contents = await trial.contents();
      assertBetween(contents, stage.before, stage.after);
      assertAgrees(first.summary, stage.before.size, contents.size);
      trial.misp.fault = undefined;
      const next = await trial.sync();
      assertEquals(next.code, 0, next.stderr);
      assertSame(await trial.contents(), stage.after, "after the next run");
    }),
);

stageTest(
  "sync-attributes comes to its end by short runs alone",
  (stage) =>
    stage.withTrial(async (trial) => {
      trial.misp.fault = slow(100);
      let runs = 0;
      for (let code = 5; code === 5; runs++) {
        assert(runs < 30, "no run gets anywhere");
        const run = await trial.sync(["--max-duration", "2s"]);
        assertBalanced(run.summary, run.code);
        assertBetween(await trial.contents(), stage.before, stage.after);
        code = run.code;
      }
      assertSame(await trial.contents(), stage.after, "after the last of the runs");
    }),
);
