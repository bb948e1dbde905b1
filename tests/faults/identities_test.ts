/** Events and attributes of one name: the same uuid twice, or in letters of another size. */
import { assert, assertEquals } from "@std/assert";
import { MispModel } from "../support/fake_misp/model.ts";
import { assertBalanced } from "./support/balance.ts";
import { rewrittenRows, type Row } from "./support/hostile_misp.ts";
import { CANARIES } from "./support/secrets.ts";
import { stageTest } from "./support/stage_test_case.ts";
import type { Run, Trial } from "./support/trial.ts";

interface Twins {
  readonly model: MispModel;
  /** By the uuid that the model gives. */
  readonly changes: Map<string, Row>;
  /** Each event has three attributes. */
  readonly events: readonly { readonly uuid: string; readonly attributes: readonly Named[] }[];
}

interface Named {
  readonly uuid: string;
}

function twins(): Twins {
  const now = Math.floor(Date.now() / 1000) - 600;
  const model = new MispModel({ now: () => now }, 6);
  const events = ["a", "b", "c"].map((name) =>
    model.addEvent({
      published: true,
      attributes: [1, 2, 3].map((n) => ({ type: "domain", value: `${name}${n}.example.test` })),
    })
  );
  return { model, changes: new Map(), events };
}

const SAME: Readonly<Record<string, (uuid: string) => string>> = {
  "the same uuid": (uuid) => uuid,
  "uuids that differ only in case": (uuid) => uuid.toUpperCase(),
};

function attributeOf({ events }: Twins, event: number, index: number): Named {
  const found = events[event]?.attributes[index];
  assert(found !== undefined);
  return found;
}

function optionsOf({ model, changes }: Twins) {
  const fault = rewrittenRows((uuid) => changes.get(uuid));
  return { misp: { model, account: { key: CANARIES.mispKey }, fault } };
}

/** What is indexed is what the run says it has written, and nothing has vanished unseen. */
async function assertTold(trial: Trial, run: Run): Promise<void> {
  assertBalanced(run.summary, run.code);
  const { created } = run.summary.documents;
  assertEquals((await trial.contents()).size, created, `exit ${run.code}: ${run.stderr}`);
}

async function assertCleanRun(trial: Trial, { model }: Twins): Promise<void> {
  trial.misp.fault = undefined;
  const clean = await trial.sync(["--full", "--max-delete", "100%"]);
  assertEquals(clean.code, 0, clean.stderr);
  const ids = [...(await trial.contents()).keys()].toSorted();
  assertEquals(ids, model.attributes.map(({ uuid }) => uuid).toSorted());
}

for (const [what, like] of Object.entries(SAME)) {
  stageTest(`sync-attributes takes no event whose attributes have ${what} (exit 3)`, (stage) => {
    const all = twins();
    const name = like(attributeOf(all, 1, 0).uuid);
    all.changes.set(attributeOf(all, 1, 2).uuid, { uuid: name });
    return stage.withFreshTrial(async (trial) => {
      const run = await trial.sync();
      assertEquals([run.code, run.summary.events["failed"]], [3, 1], run.stderr);
      await assertTold(trial, run);
      await assertCleanRun(trial, all);
    }, optionsOf(all));
  });

  stageTest(`sync-attributes calls a list of events with ${what} incomplete`, (stage) => {
    const all = twins();
    const [first, , last] = all.events;
    all.changes.set(last?.uuid ?? "", { uuid: like(first?.uuid ?? "") });
    return stage.withFreshTrial(async (trial) => {
      const run = await trial.sync();
      assertEquals(run.code, 3, run.stderr);
      await assertTold(trial, run);
      await assertCleanRun(trial, all);
    }, optionsOf(all));
  });
}

stageTest("sync-attributes writes no document twice that is named in two ways", (stage) => {
  const all = twins();
  for (const { uuid } of all.model.attributes) all.changes.set(uuid, { uuid: uuid.toUpperCase() });
  return stage.withFreshTrial(async (trial) => {
    const run = await trial.sync();
    assertEquals(run.code, 0, run.stderr);
    await assertTold(trial, run);
    trial.misp.fault = undefined;
    const again = await trial.sync(["--full"]);
    assertEquals([again.code, again.summary.documents.created], [0, 0], again.stderr);
    await assertCleanRun(trial, all);
  }, optionsOf(all));
});
