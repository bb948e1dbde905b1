/** A node that is stopped and started while much is written to it at once. */
import { assertEquals, assertMatch } from "@std/assert";
import { generate } from "../support/fake_misp/generate.ts";
import { MispModel } from "../support/fake_misp/model.ts";
import { assertBalanced } from "./support/balance.ts";
import { engineRequest } from "./support/engine_request.ts";
import { wholeSuite } from "./support/layer.ts";
import { OwnNode } from "./support/own_node.ts";
import { Recoveries } from "./support/recoveries.ts";
import { CANARIES } from "./support/secrets.ts";
import { Stage } from "./support/stage.ts";
import type { Ended } from "./support/running.ts";
import { runOf, type Trial } from "./support/trial.ts";

const EVENTS = 1000;
const ATTRIBUTES = 40;
const DOCUMENTS = EVENTS * ATTRIBUTES;

/** Of about sixty. */
const WRITES_BEFORE = 15;

/** Several writes are always under way, each of a size that takes the node a moment. */
const BUSY = {
  TI_MISP_MISP_ATTRIBUTES_PER_REQUEST: "2000",
  TI_MISP_ELASTICSEARCH_BULK_BYTES: "1MB",
  TI_MISP_EXPIRE_DECAY: "off",
};

/** As a service manager does it, or as the machine does that has run out of memory. */
const ENDS: Readonly<Record<string, Deno.Signal>> = {
  "restarts": "SIGTERM",
  "crashes and comes back": "SIGKILL",
};

async function countOf({ place, options }: Trial): Promise<number> {
  await engineRequest(options.engine, "POST", `/${place.index}/_refresh`);
  const query = { query: { term: { "misp.instance": place.instance } } };
  return (await engineRequest(options.engine, "POST", `/${place.index}/_count`, query)).count ?? 0;
}

/** Stops the node while a part of what is to be written is under way; tells how long it was away. */
function stopInTheMiddle(trial: Trial, node: OwnNode, signal: Deno.Signal): Promise<number> {
  let writes = 0;
  const restarted = Promise.withResolvers<number>();
  trial.elastic.fault = ({ path }) => {
    if (!/latest.*_bulk$/.test(path) || ++writes !== WRITES_BEFORE) return undefined;
    const start = performance.now();
    node.stop(signal).then(() => node.startAgain())
      .then(() => restarted.resolve(performance.now() - start), restarted.reject);
    return undefined;
  };
  return restarted.promise;
}

function sync(trial: Trial, tags: string, ...args: string[]): Promise<Ended> {
  const env = { ...BUSY, TI_MISP_DOCUMENTS_TAGS: tags };
  return trial.run(["sync-attributes", "--json", ...args], { env });
}

/** All documents are written by the first of two runs, and written again by the second. */
async function outlast(trial: Trial, node: OwnNode, signal: Deno.Signal, recoveries: Recoveries) {
  for (const tags of ["first", "second"]) {
    const away = stopInTheMiddle(trial, node, signal);
    const run = runOf(await sync(trial, tags));
    const seconds = Math.round(await away / 1000);
    recoveries.add(`a node that was away for ${seconds} s in the ${tags} run`, run.ms);
    assertEquals(run.code, 0, run.stderr);
    assertMatch(run.stderr, /next attempt in/);
    assertBalanced(run.summary, 0);
    const { created, updated, deleted } = run.summary.documents;
    const all = tags === "first" ? [DOCUMENTS, 0, 0] : [0, DOCUMENTS, 0];
    assertEquals([created, updated, deleted], all);
    assertEquals(await countOf(trial), DOCUMENTS);
    const clean = runOf(await sync(trial, tags, "--full"));
    assertEquals([clean.code, clean.summary.documents.unchanged], [0, DOCUMENTS], clean.stderr);
  }
}

for (const [what, signal] of Object.entries(ENDS)) {
  Deno.test({
    name: `sync-attributes loses and doubles nothing when the node ${what} under load`,
    // It takes a node of its own, and minutes.
    ignore: !wholeSuite || !await OwnNode.isPossible(),
    async fn(t) {
      await using node = await OwnNode.start();
      const stage = await Stage.open(node.url);
      const now = Math.floor(Date.now() / 1000) - 600;
      const model = new MispModel({ now: () => now }, 3);
      generate(model, { events: EVENTS, attributes: ATTRIBUTES, published: 1, old: 0, deleted: 0 });
      const recoveries = new Recoveries();
      await stage.withFreshTrial(
        (trial) => outlast(trial, node, signal, recoveries),
        { misp: { model, account: { key: CANARIES.mispKey } } },
      );
      await recoveries.tell(t);
    },
  });
}
