/** The journal of `sync-events`: each revision is there once, whatever happens while it is written. */
import { assert, assertEquals } from "@std/assert";
import { forEachConcurrently } from "../../lib/sync/pool.ts";
import { assertBalanced } from "./support/balance.ts";
import type { ElasticFault } from "./support/elastic_proxy.ts";
import {
  cutAnswer,
  refusing,
  reply,
  resetAfterwards,
  stallAfterwards,
} from "./support/elastic_faults.ts";
import { hitsWith } from "./support/engine_request.ts";
import { numberAt, positionsFor } from "./support/layer.ts";
import { Recoveries } from "./support/recoveries.ts";
import { type Stage, TRIALS_AT_ONCE } from "./support/stage.ts";
import { stageTest } from "./support/stage_test_case.ts";
import { type Run, runOf, type Trial } from "./support/trial.ts";

const IMPATIENT = { TI_MISP_ELASTICSEARCH_TIMEOUT: "1s" };
const BUSY = { status: 429, type: "es_rejected_execution_exception" };
const INVALID = { status: 400, type: "document_parsing_exception" };

/** By name, with the exit code of the run that meets it. */
const FAULTS: Readonly<Record<string, readonly [ElasticFault, exits: number]>> = {
  "the connection is reset before anything is done": [() => "reset", 0],
  "the connection is reset after it was done": [resetAfterwards, 0],
  "Elasticsearch falls silent after it was done": [stallAfterwards, 0],
  "the answer is cut off": [cutAnswer, 0],
  "a proxy gives up": [() => reply(502), 0],
  "some records are refused for now": [refusing(3, BUSY), 0],
  "some records are refused for good": [refusing(3, INVALID), 3],
};

const isWrite = ({ path }: { readonly path: string }) =>
  /\/logs-ti_misp\.threat-.*_bulk$/.test(path);

async function journal(trial: Trial, args: readonly string[] = []): Promise<Run> {
  const run = runOf(await trial.run(["sync-events", "--json", ...args], { env: IMPATIENT }));
  assertBalanced(run.summary, run.code);
  return run;
}

/** Ids without the instance; a data stream itself would take one twice, in two of its indices. */
async function recorded({ place, options }: Trial): Promise<readonly string[]> {
  const { engine, instance } = place;
  const stream = `logs-ti_misp.threat-${options.namespace}`;
  const hits = await hitsWith(engine, stream, "misp.instance", instance);
  return hits.map(({ _id }) => _id.replace(instance, "")).toSorted();
}

interface Reference {
  readonly ids: readonly string[];
  readonly writes: number;
}

/** Two runs that nothing disturbs, and what happens in MISP between them. */
async function undisturbed(stage: Stage): Promise<Reference> {
  let made: Reference = { ids: [], writes: 0 };
  await stage.withFreshTrial(async (trial) => {
    assertEquals((await journal(trial)).code, 0);
    const writes = trial.elastic.requests.filter(isWrite).length;
    trial.history.goOn();
    assertEquals((await journal(trial)).code, 0);
    made = { ids: await recorded(trial), writes };
  });
  assert(made.ids.length > 500 && made.writes > 3);
  return made;
}

/** A revision that is refused, and gone from MISP before the next run, is in the dead letters alone. */
async function survive(
  trial: Trial,
  at: number,
  fault: ElasticFault,
  exits: number,
): Promise<number> {
  let longest = 0;
  for (const moment of ["first", "second"]) {
    if (moment === "second") trial.history.goOn();
    let writes = 0;
    trial.elastic.fault = (request, forward) =>
      isWrite(request) && ++writes === at ? fault(request, forward) : undefined;
    const run = await journal(trial);
    assertEquals(run.code, writes < at ? 0 : exits, run.stderr);
    trial.elastic.fault = undefined;
    const clean = await journal(trial);
    assertEquals(clean.code, 0, clean.stderr);
    longest = Math.max(longest, run.code === 0 ? run.ms : clean.ms);
  }
  return longest;
}

const PLACES = Object.entries(FAULTS).flatMap(([what, [fault, exits]], turn) =>
  positionsFor(turn).map((position) => ({ what, fault, exits, position }))
);

stageTest(
  `sync-events records all once, whatever happens (${PLACES.length} faults)`,
  async (stage, t) => {
    const { ids, writes } = await undisturbed(stage);
    const recoveries = new Recoveries();
    await forEachConcurrently(PLACES, TRIALS_AT_ONCE, async ({ what, fault, exits, position }) => {
      const place = `${what}, at the ${position} write`;
      await stage.withFreshTrial(async (trial) => {
        recoveries.add(place, await survive(trial, numberAt(position, writes), fault, exits));
        assertEquals(await recorded(trial), ids, place);
      });
    });
    await recoveries.tell(t);
  },
);
