/** Indices that are blocked, gone or broken: on the real engine, each with indices of its own. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { assertBalanced } from "./support/balance.ts";
import { assertCleanRun } from "./support/clean_run.ts";
import { assertBetween } from "./support/contents.ts";
import { engineRequest, hitsWith } from "./support/engine_request.ts";
import { chosen } from "./support/layer.ts";
import type { Stage } from "./support/stage.ts";
import { stageTest } from "./support/stage_test_case.ts";
import type { Trial } from "./support/trial.ts";

function ownTest(name: string, work: (trial: Trial, stage: Stage) => Promise<void>): void {
  stageTest(name, (stage) => stage.withOwnIndices((trial) => work(trial, stage)));
}

async function ask(trial: Trial, method: string, path: string, body?: unknown): Promise<void> {
  await engineRequest(trial.place.engine, method, path, body);
}

function block(trial: Trial, index: string, value: boolean | null): Promise<void> {
  const settings = { "index.blocks.read_only_allow_delete": value };
  return ask(trial, "PUT", `/${index}/_settings`, settings);
}

for (const which of chosen(["documents", "ledger"] as const)) {
  const indexOf = (trial: Trial) => which === "ledger" ? trial.stateIndex : trial.place.index;

  ownTest(
    `sync-attributes waits until the ${which} may be written again (FORBIDDEN/12)`,
    async (trial, stage) => {
      trial.elastic.fault = async ({ path }) => {
        if (!path.endsWith(`${indexOf(trial)}/_bulk`)) return undefined;
        trial.elastic.fault = undefined;
        await block(trial, indexOf(trial), true);
        trial.running?.logged(/next attempt in/).then(
          () => block(trial, indexOf(trial), null),
          () => {},
        );
        return undefined;
      };
      const run = await trial.sync();
      assertEquals(run.code, 0, run.stderr);
      assertMatch(run.stderr, /next attempt in/);
      assertBalanced(run.summary, 0);
      await assertCleanRun(trial, stage);
    },
  );

  ownTest(
    `sync-attributes gives up on ${which} that stay blocked (exit 5)`,
    async (trial, stage) => {
      trial.elastic.fault = async ({ path }) => {
        if (path.endsWith("/_bulk")) await block(trial, indexOf(trial), true);
        return undefined;
      };
      const run = await trial.sync([], { TI_MISP_RUN_MAX_DURATION: "4s" });
      assertEquals(run.code, 5, run.stderr);
      assertBalanced(run.summary, 5);
      assertBetween(await trial.contents(), stage.before, stage.after);
      trial.elastic.fault = undefined;
      await block(trial, indexOf(trial), null);
      await assertCleanRun(trial, stage);
    },
  );
}

async function install(trial: Trial): Promise<void> {
  assertEquals((await trial.run(["install-assets"])).code, 0);
}

ownTest(
  "sync-attributes without its ledger names the command, and then doubles nothing",
  async (trial, stage) => {
    await ask(trial, "DELETE", `/${trial.stateIndex}`);
    const run = await trial.sync();
    assertEquals(run.code, 1);
    assertMatch(run.summary.error ?? "", /run ti-misp install-assets/);
    await install(trial);
    await assertCleanRun(trial, stage);
  },
);

ownTest(
  "sync-attributes fills an index again that was lost while its ledger was not",
  async (trial, stage) => {
    await ask(trial, "DELETE", `/${trial.place.index}`);
    const run = await trial.sync();
    assertEquals(run.code, 1);
    assertMatch(run.summary.error ?? "", /run ti-misp install-assets/);
    await install(trial);
    await trial.sync();
    const contents = await trial.contents();
    const edited = [...stage.after].filter(([, text]) => text.includes(trial.history.edited.uuid));
    assertEquals(contents.size, stage.after.size - edited.length);
  },
);

ownTest("sync-attributes refuses a ledger that somebody else has made", async (trial, stage) => {
  await ask(trial, "DELETE", `/${trial.stateIndex}`);
  await ask(trial, "PUT", `/${trial.stateIndex}`, {
    mappings: { properties: { kind: { type: "long" } } },
  });
  const run = await trial.sync();
  assertEquals(run.code, 1);
  assertMatch(run.summary.error ?? "", /not made by ti-misp/);
  await ask(trial, "DELETE", `/${trial.stateIndex}`);
  await install(trial);
  await assertCleanRun(trial, stage);
});

/** The members that tell whose a record is stay, and everything else of it goes or turns to rubbish. */
const RUBBISH: Readonly<
  Record<string, (source: Record<string, unknown>) => Record<string, unknown>>
> = {
  "has lost its members": ({ kind, command, instance, shard }) => ({
    kind,
    command,
    instance,
    shard,
  }),
  "is of another version": (source) => ({
    ...source,
    version: "0",
    basis: "none",
    documents: 1e9,
    timestamp: 1,
  }),
};

async function spoilLedger(
  trial: Trial,
  spoil: (source: Record<string, unknown>) => Record<string, unknown>,
  isSpoilt: (position: number) => boolean = () => true,
): Promise<void> {
  const { engine, instance } = trial.place;
  const records = await hitsWith(engine, trial.stateIndex, "instance", instance);
  assert(records.length > 10);
  const lines = records.filter((_, position) => isSpoilt(position)).map(({ _id, _source }) =>
    `${JSON.stringify({ index: { _id } })}\n${JSON.stringify(spoil({ ..._source }))}\n`
  );
  await ask(trial, "POST", `/${trial.stateIndex}/_bulk?refresh=true`, lines.join(""));
}

async function assertMended(trial: Trial, stage: Stage): Promise<void> {
  await assertCleanRun(trial, stage, "--max-delete", "100%");
  const idle = await assertCleanRun(trial, stage);
  assertEquals(idle.summary.attributes.read, 0, "nothing is read again");
}

for (const [what, spoil] of chosen(Object.entries(RUBBISH))) {
  ownTest(`sync-attributes mends a ledger whose every record ${what}`, async (trial, stage) => {
    await spoilLedger(trial, spoil);
    await assertMended(trial, stage);
  });
}

/** Whichever half holds the events that are gone from MISP: nothing else tells of their documents. */
for (const half of [0, 1]) {
  ownTest(
    `sync-attributes mends a ledger of which half ${half + 1} has lost its members`,
    async (trial, stage) => {
      const spoil = RUBBISH["has lost its members"];
      assert(spoil !== undefined);
      await spoilLedger(trial, spoil, (position) => position % 2 === half);
      await assertMended(trial, stage);
    },
  );
}
