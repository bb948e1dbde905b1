/** Clocks that are wrong: the machine's, which jumps while the program runs, and MISP's. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { assertBalanced } from "./support/balance.ts";
import { assertCleanRun } from "./support/clean_run.ts";
import { commandLine, COMPILED } from "./support/command_line.ts";
import { assertBetween, assertSame, type Contents } from "./support/contents.ts";
import { positionsFor } from "./support/layer.ts";
import { stageTest } from "./support/stage_test_case.ts";
import { type Run, runOf, type Trial } from "./support/trial.ts";

const HOUR = 3600;
const DAY = 24 * HOUR;

/** A run looks at the clock a few dozen times. */
const LOOKS = { first: 1, middle: 12, last: 30 } as const;

async function syncWithClock(
  trial: Trial,
  seconds: number,
  look: number,
  ...more: string[]
): Promise<Run> {
  const preload = new URL("support/jumping_clock.ts", import.meta.url).pathname;
  const args = ["sync-attributes", "--json", ...more];
  const command = commandLine(args, { preload });
  const env = { TI_MISP_TEST_CLOCK: `${seconds}@${look}` };
  return runOf(await trial.run(args, { env, command }));
}

/** An event that is being edited is not read, so that what has gone of it comes when it is published. */
function known(contents: Contents, { history }: Trial): Contents {
  return new Map([...contents].filter(([, text]) => !text.includes(history.edited.uuid)));
}

const JUMPS = { "an hour ahead": HOUR, "an hour back": -HOUR, "a day back": -DAY };

if (COMPILED === undefined) {
  Object.entries(JUMPS).forEach(([what, seconds], turn) => {
    for (const position of positionsFor(turn)) {
      stageTest(
        `sync-attributes is right though the clock jumps ${what}, at its ${position} look`,
        (stage) =>
          stage.withTrial(async (trial) => {
            const run = await syncWithClock(trial, seconds, LOOKS[position]);
            assertEquals(run.code, 0, run.stderr);
            assertBalanced(run.summary, 0);
            assertSame(await trial.contents(), stage.after, "after the jump");
            await assertCleanRun(trial, stage);
          }),
      );
    }
  });

  stageTest(
    "sync-attributes mends what a run did by a clock that was two months ahead",
    (stage) =>
      stage.withTrial(async (trial) => {
        const ahead = await syncWithClock(trial, 60 * DAY, 1, "--max-delete", "100%");
        assertEquals(ahead.code, 0, ahead.stderr);
        assertBalanced(ahead.summary, 0);
        assert(ahead.summary.documents.deleted > 20, "much has ended by then");
        const clean = await trial.sync();
        assertEquals(clean.code, 0, clean.stderr);
        assertMatch(clean.stderr, /began later than it is now/);
        assertSame(
          known(await trial.contents(), trial),
          known(stage.after, trial),
          "by the right one",
        );
      }),
  );

  stageTest(
    "sync-attributes deletes nothing when the clock is years ahead (exit 7)",
    (stage) =>
      stage.withTrial(async (trial) => {
        const run = await syncWithClock(trial, 1000 * DAY, 1);
        assertEquals(run.code, 7, run.stderr);
        assertBalanced(run.summary, 7);
        assertBetween(await trial.contents(), stage.before, stage.after);
        await assertCleanRun(trial, stage);
      }),
  );
}

for (const [what, seconds] of Object.entries({ ahead: HOUR, behind: -HOUR })) {
  stageTest(
    `sync-attributes is right though MISP's clock is an hour ${what}`,
    (stage) =>
      stage.withFreshTrial(async (trial) => {
        await trial.sync();
        trial.history.goOn();
        const run = await trial.sync();
        assertEquals(run.code, 0, run.stderr);
        const again = await trial.sync(["--full"]);
        const { attributes, documents } = again.summary;
        const { decayed = 0, expired = 0 } = attributes.not_wanted;
        assertEquals([documents.created, documents.updated, documents.deleted], [0, 0, 0]);
        assertEquals(attributes.wanted + decayed + expired, trial.history.live);
        assert(documents.unchanged > 300);
      }, { now: Math.floor(Date.now() / 1000) + seconds }),
  );
}
