/** MISP's own answers, mutated at random: the program may refuse them, but never lies or loses. */
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import type { Fault } from "../support/fake_misp/fault.ts";
import { changed } from "../support/fake_misp/faults.ts";
import { assertBalanced } from "./support/balance.ts";
import { assertSame, type Contents } from "./support/contents.ts";
import { changedAt, type JsonChange, jsonChange } from "./support/json_changes.ts";
import { wholeSuite } from "./support/layer.ts";
import type { Stage } from "./support/stage.ts";
import { stageTest } from "./support/stage_test_case.ts";
import type { Trial } from "./support/trial.ts";

const RUNS = wholeSuite ? 60 : 4;

const PATHS = [
  "/events/index",
  "/attributes/restSearch",
  "/objects/restSearch",
  "/tags/index",
  "/sightings/restSearch",
] as const;

interface Mutation {
  readonly path: (typeof PATHS)[number];
  readonly change: JsonChange;
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  path: fc.constantFrom(...PATHS),
  change: jsonChange,
});

function mutating(all: readonly Mutation[]): Fault {
  return (request, n) => {
    const mine = all.filter(({ path }) => path === request.path);
    if (mine.length === 0) return undefined;
    return changed(async (answer) => {
      const text = await new Response(ReadableStream.from(answer.chunks)).text();
      const body: unknown = JSON.parse(text);
      const changedBody = mine.reduce((body, { change }) => changedAt(body, change), body);
      const bytes = new TextEncoder().encode(JSON.stringify(changedBody) ?? "");
      return { ...answer, chunks: [bytes], length: bytes.length };
    })(request, n);
  };
}

/** What the mutations may end in: done, failed, done in part, or stopped for safety. */
const ALLOWED = new Set([0, 1, 3, 5, 7]);

async function survive(stage: Stage, trial: Trial, all: readonly Mutation[]): Promise<void> {
  trial.misp.fault = mutating(all);
  const run = await trial.sync([], { TI_MISP_RUN_MAX_DURATION: "6s" });
  assert(ALLOWED.has(run.code), `exit ${run.code}: ${run.stderr.slice(-2000)}`);
  assertBalanced(run.summary, run.code);
  trial.misp.fault = undefined;
  const full = await trial.sync(["--full", "--max-delete", "100%"]);
  assertEquals(full.code, 0, full.stderr);
  const [found, expected] = [await trial.contents(), stage.after];
  assertSame(without(found, trial), without(expected, trial), "after a full run");
}

/** Of an event that is being edited a mutated list may say anything, and the next run keeps it. */
function without(contents: Contents, { history }: Trial): Contents {
  return new Map([...contents].filter(([, text]) => !text.includes(history.edited.uuid)));
}

stageTest(`sync-attributes survives ${RUNS} answers of MISP mutated at random`, async (stage) => {
  await fc.assert(
    fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 4 }), async (all) => {
      await stage.withTrial((trial) => survive(stage, trial, all));
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
});
