/** A lot at once: one event of 300,000 attributes, and 20,000 events of a few. */
import { assert, assertEquals } from "@std/assert";
import { startElasticsearch } from "../support/engine.ts";
import { generate } from "../support/fake_misp/generate.ts";
import { MispModel } from "../support/fake_misp/model.ts";
import { assertBalanced } from "./support/balance.ts";
import { COMPILED } from "./support/command_line.ts";
import { engineRequest } from "./support/engine_request.ts";
import { wholeSuite } from "./support/layer.ts";
import { MemoryWatch } from "./support/memory.ts";
import { CANARIES } from "./support/secrets.ts";
import { Stage } from "./support/stage.ts";
import { runOf } from "./support/trial.ts";

interface Load {
  readonly name: string;
  readonly events: number;
  readonly attributes: number;
}

const LOADS: readonly Load[] = [
  { name: "one event of 300,000 attributes", events: 1, attributes: 300_000 },
  { name: "20,000 events of ten attributes", events: 20_000, attributes: 10 },
];

const POINTS = 12;

/** Megabytes; run from source, the compiler is in memory as well. */
const PEAK_AT_MOST = COMPILED === undefined ? 420 : 200;

/** As it comes, without what makes the other trials ask often. */
const USUAL = {
  TI_MISP_MISP_ATTRIBUTES_PER_REQUEST: "5000",
  TI_MISP_ELASTICSEARCH_BULK_BYTES: "5MB",
};

for (const { name, events, attributes } of LOADS) {
  Deno.test({
    name: `sync-attributes takes ${name} in memory that does not grow`,
    // Minutes, and hundreds of megabytes in the engine; memory is told by Linux alone.
    ignore: !wholeSuite || Deno.build.os !== "linux",
    async fn(t) {
      const engine = await startElasticsearch();
      if (engine.url === undefined) return;
      const stage = await Stage.open(engine.url);
      const now = Math.floor(Date.now() / 1000) - 600;
      const model = new MispModel({ now: () => now }, 2);
      generate(model, { events, attributes, published: 1, old: 0, seed: 3 });
      const misp = { model, account: { key: CANARIES.mispKey } };
      await stage.withFreshTrial(async (trial) => {
        const running = trial.start(["sync-attributes", "--json"], { env: USUAL });
        const memory = new MemoryWatch(running.child.pid);
        const run = runOf(await trial.ended(running).finally(() => memory.stop()));
        assertEquals(run.code, 0, run.stderr);
        assertBalanced(run.summary, 0);
        assertEquals(await countOf(stage, trial.place), run.summary.documents.created);
        const curve = memory.curve(POINTS);
        const seconds = Math.round(run.ms / 1000);
        await t.step(`${seconds} s, peak ${memory.peak} MB, over time ${curve.join(" ")}`, () => {
          const [early, late] = [curve[POINTS / 3] ?? 0, curve[POINTS - 2] ?? 0];
          assert(late < early * 1.3 + 30, "memory grows with what is read");
          assert(memory.peak <= PEAK_AT_MOST, "it takes too much memory");
        });
      }, { misp });
      await stage.close();
    },
  });
}

async function countOf(stage: Stage, place: { readonly index: string; readonly instance: string }) {
  await engineRequest(stage.engine, "POST", `/${place.index}/_refresh`);
  const query = { query: { term: { "misp.instance": place.instance } } };
  return (await engineRequest(stage.engine, "POST", `/${place.index}/_count`, query)).count;
}
