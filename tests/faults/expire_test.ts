/** `expire`, to which the same may happen: what has ended is gone, and nothing else. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { html, reset, status, truncatedAt } from "../support/fake_misp/faults.ts";
import { mappedRows } from "../support/fake_misp/row_faults.ts";
import { assertBalanced } from "./support/balance.ts";
import { assertBetween, assertSame, type Contents } from "./support/contents.ts";
import { cutAnswer, elasticError, refusing, resetAfterwards } from "./support/elastic_faults.ts";
import { setUp, takeDown } from "./support/fault_case.ts";
import type { FaultCase } from "./support/fault_case.ts";
import { chosen } from "./support/layer.ts";
import type { Stage } from "./support/stage.ts";
import { stageTest } from "./support/stage_test_case.ts";
import { type Run, runOf, type Trial } from "./support/trial.ts";

const BUSY = { status: 429, type: "es_rejected_execution_exception" };
const SHORT = { TI_MISP_RUN_MAX_DURATION: "3s" };

const onWrites: FaultCase["on"] = ({ path }) => /latest.*\/_bulk$/.test(path);
const onList: FaultCase["on"] = ({ path }) => path === "/events/index";

/** Without MISP only what has ended goes, and the run is done in part. */
const FAULTS: readonly FaultCase[] = [
  { name: "MISP resets the connection", misp: reset, times: 2, on: onList },
  { name: "MISP's list is cut short", misp: () => truncatedAt(900), on: onList },
  {
    name: "MISP's list lacks an event",
    misp: () => mappedRows((rows) => rows.slice(1)),
    on: onList,
  },
  { name: "MISP lists nothing", misp: () => mappedRows(() => []), on: onList },
  {
    name: "MISP lists nothing, and says so",
    misp: () => status(200, "[]"),
    on: onList,
    exits: 7,
    says: /no event is listed/,
  },
  { name: "MISP refuses the key", misp: () => status(403), on: onList, exits: 3 },
  {
    name: "a proxy never reaches MISP",
    misp: () => html(502),
    on: onList,
    times: Infinity,
    env: SHORT,
    exits: 3,
  },
  { name: "the answer to deletes is lost", elastic: () => resetAfterwards, on: onWrites },
  { name: "the answer to deletes is cut", elastic: () => cutAnswer, on: onWrites },
  { name: "some deletes are refused for now", elastic: () => refusing(2, BUSY), on: onWrites },
  {
    name: "Elasticsearch forbids deletes",
    elastic: () => () => elasticError(403, "security_exception", "action is unauthorized"),
    on: onWrites,
    exits: 4,
  },
];

/** No more than what has ended and what is gone: with 100% an empty list would be believed. */
async function expire(trial: Trial, env: Readonly<Record<string, string>> = {}): Promise<Run> {
  const run = runOf(await trial.run(["expire", "--json", "--max-delete", "90%"], { env }));
  assertBalanced(run.summary, run.code);
  return run;
}

let reference: Promise<Contents> | undefined;

async function undisturbed(stage: Stage): Promise<Contents> {
  let contents: Contents = new Map();
  await stage.withTrial(async (trial) => {
    const run = await expire(trial);
    assertEquals(run.code, 0, run.stderr);
    contents = await trial.contents();
    assert(run.summary.documents.deleted > 20);
    assertEquals(contents.size, stage.before.size - run.summary.documents.deleted);
  });
  return contents;
}

for (const fault of chosen(FAULTS)) {
  stageTest(
    `expire removes what has ended, and nothing else, though ${fault.name}`,
    async (stage) => {
      const after = await (reference ??= undisturbed(stage));
      await stage.withTrial(async (trial) => {
        const counter = setUp(stage, fault, "first", trial);
        const run = await expire(trial, fault.env);
        takeDown(trial);
        assert(counter.met > 0, "the fault was never met");
        assertEquals(run.code, fault.exits ?? 0, run.stderr);
        if (fault.says !== undefined) assertMatch(run.stderr, fault.says);
        if (run.code === 0) assertSame(await trial.contents(), after, "after the fault");
        else assertBetween(await trial.contents(), stage.before, after);
        const clean = await expire(trial);
        assertEquals([clean.code, (await expire(trial)).summary.documents.deleted], [0, 0]);
        assertSame(await trial.contents(), after, "after the clean run");
      });
    },
  );
}
