/** The journal of `sync-events`: each revision is there once, whatever happens while it is written. */
import { assert, assertEquals } from "@std/assert";
import { assertBalanced } from "./support/balance.ts";
import type { ElasticFault } from "./support/elastic_proxy.ts";
import { cutAnswer, refusing, reply, resetAfterwards } from "./support/elastic_faults.ts";
import { stallAfterwards } from "./support/elastic_faults.ts";
import { hitsWith } from "./support/engine_request.ts";
import { chosen, numberAt, positionsFor } from "./support/layer.ts";
import { Recoveries } from "./support/recoveries.ts";
import type { Stage } from "./support/stage.ts";
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

let reference: Promise<Reference> | undefined;

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

async function survive(trial: Trial, at: number, fault: ElasticFault, exits: number) {
  for (const moment of ["first", "second"]) {
    if (moment === "second") trial.history.goOn();
    let writes = 0;
    trial.elastic.fault = (request, forward) =>
      isWrite(request) && ++writes === at ? fault(request, forward) : undefined;
    const run = await journal(trial);
    assertEquals(run.code, writes < at ? 0 : exits, run.stderr);
    trial.elastic.fault = undefined;
  }
  return await journal(trial);
}

Object.entries(FAULTS).forEach(([what, [fault, exits]], turn) => {
  if (!chosen(Object.keys(FAULTS)).includes(what)) return;
  for (const position of positionsFor(turn)) {
    stageTest(
      `sync-events records all once though ${what}, at the ${position} write`,
      async (stage, t) => {
        const { ids, writes } = await (reference ??= undisturbed(stage));
        const recoveries = new Recoveries();
        await stage.withFreshTrial(async (trial) => {
          const clean = await survive(trial, numberAt(position, writes), fault, exits);
          assertEquals(clean.code, 0, clean.stderr);
          assertEquals(await recorded(trial), ids);
          recoveries.add(what, clean.ms);
        });
        await recoveries.tell(t);
      },
    );
  }
});
