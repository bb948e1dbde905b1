/** MISP's own answers, mutated at random: the program may refuse them, but never lies or loses. */
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import type { Fault } from "../support/fake_misp/fault.ts";
import { changed } from "../support/fake_misp/faults.ts";
import { assertBalanced } from "./support/balance.ts";
import { assertSame, type Contents } from "./support/contents.ts";
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

/** One change of one answer: `at` chooses a place in it, as shares of what there is at each level. */
interface Mutation {
  readonly path: (typeof PATHS)[number];
  readonly at: readonly number[];
  readonly act: "replace" | "remove" | "rename" | "double";
  readonly value: fc.JsonValue;
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  path: fc.constantFrom(...PATHS),
  at: fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 2, maxLength: 6 }),
  act: fc.constantFrom("replace", "remove", "rename", "double"),
  value: fc.jsonValue({ maxDepth: 2 }),
});

function mutated(root: unknown, { at, act, value }: Mutation): unknown {
  const [share, ...deeper] = at;
  if (share === undefined || typeof root !== "object" || root === null) return value;
  const entries = Object.entries(root);
  const chosen = Math.floor(share * entries.length);
  const changes = entries.flatMap(([name, inner], index): [string, unknown][] => {
    if (index !== chosen) return [[name, inner]];
    const isLeaf = typeof inner !== "object" || inner === null || deeper.length === 0;
    if (!isLeaf) return [[name, mutated(inner, { path: "/tags/index", at: deeper, act, value })]];
    if (act === "remove") return [];
    if (act === "rename") return [["__proto__", inner]];
    return act === "double" ? [[name, inner], [`${name}2`, inner]] : [[name, value]];
  });
  return Array.isArray(root) ? changes.map(([, inner]) => inner) : Object.fromEntries(changes);
}

function mutating(all: readonly Mutation[]): Fault {
  return (request, n) => {
    const mine = all.filter(({ path }) => path === request.path);
    if (mine.length === 0) return undefined;
    return changed(async (answer) => {
      const text = await new Response(ReadableStream.from(answer.chunks)).text();
      const changedBody = mine.reduce(mutated, JSON.parse(text));
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
  await trial.assertNoSecret();
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
