/** Files of a feed, mutated at random: the program may refuse them, but never lies or loses. */
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { assertBalanced } from "./support/balance.ts";
import type { Contents } from "./support/contents.ts";
import { assertFeedMadeGood, copyFeed, feedFiles, syncFeed, undisturbed } from "./support/feed.ts";
import { wholeSuite } from "./support/layer.ts";
import { changedAt, type JsonChange, jsonChange } from "./support/json_changes.ts";
import { stageTest } from "./support/stage_test_case.ts";
import type { Trial } from "./support/trial.ts";

const RUNS = wholeSuite ? 40 : 3;

/** Changes of each of the feed's files, the manifest among them. */
const CHANGES_PER_RUN = 12;

interface FileChange {
  /** Which of the files, as a share of all. */
  readonly file: number;
  readonly change: JsonChange;
}

const fileChange: fc.Arbitrary<FileChange> = fc.record({
  file: fc.double({ min: 0, max: 0.999, noNaN: true }),
  change: jsonChange,
});

async function copyChanged(trial: Trial, changes: readonly FileChange[]): Promise<void> {
  const names = await feedFiles();
  await copyFeed(trial, (root, name) => {
    const at = names.indexOf(name);
    const mine = changes.filter(({ file }) => Math.floor(file * names.length) === at);
    return mine.reduce((body, { change }) => changedAt(body, change), root);
  });
}

/** What the mutations may end in: done, failed, done in part, or stopped for safety. */
const ALLOWED = new Set([0, 1, 3, 7]);

async function survive(trial: Trial, all: readonly FileChange[], expected: Contents) {
  await copyChanged(trial, all);
  const run = await syncFeed(trial);
  assert(ALLOWED.has(run.code), `exit ${run.code}: ${run.stderr.slice(-2000)}`);
  assertBalanced(run.summary, run.code);
  const { created, deleted } = run.summary.documents;
  assertEquals((await trial.contents()).size, created - deleted, run.stderr.slice(-2000));
  await copyFeed(trial);
  await assertFeedMadeGood(trial, expected);
}

stageTest(
  `sync-attributes survives ${RUNS} feeds with ${CHANGES_PER_RUN} changes at random each`,
  async (stage) => {
    const expected = await undisturbed(stage, copyFeed);
    assert(expected.size > 200);
    const changes = fc.array(fileChange, {
      minLength: CHANGES_PER_RUN,
      maxLength: CHANGES_PER_RUN,
    });
    const property = fc.asyncProperty(
      changes,
      (all) => stage.withFreshTrial((trial) => survive(trial, all, expected)),
    );
    await fc.assert(property, { numRuns: RUNS, endOnFailure: true });
  },
);
