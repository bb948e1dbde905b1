/** One run at a time: runs that meet, leases that were left behind, and one that is taken away. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { hostname } from "node:os";
import { assertBalanced } from "./support/balance.ts";
import { assertCleanRun } from "./support/clean_run.ts";
import { assertBetween, assertSame } from "./support/contents.ts";
import { engineRequest } from "./support/engine_request.ts";
import { chosen } from "./support/layer.ts";
import { stageTest } from "./support/stage_test_case.ts";
import { runOf, type Trial } from "./support/trial.ts";

const SYNC = ["sync-attributes", "--json"];
const HOUR = 3_600_000;

function leasePath({ place, stateIndex }: Trial): string {
  const id = encodeURIComponent(`lease:sync-attributes:${place.instance}:1/1`);
  return `/${stateIndex}/_doc/${id}?refresh=true`;
}

interface Left {
  readonly host: string;
  readonly expiresAt: number;
  readonly lifeline?: string;
}

/** As a run that is gone, or one that is at work elsewhere, would have left it. */
async function leave(trial: Trial, { host, expiresAt, lifeline }: Left): Promise<void> {
  await engineRequest(trial.place.engine, "PUT", leasePath(trial), {
    kind: "lease",
    command: "sync-attributes",
    instance: trial.place.instance,
    shard: "1/1",
    holder: { host, pid: 1, run_id: "earlier", ...(lifeline === undefined ? {} : { lifeline }) },
    since: Date.now() - HOUR,
    expires_at: expiresAt,
  });
}

stageTest(
  "sync-attributes twice at once does the work once (exits 0 and 6)",
  (stage) =>
    stage.withTrial(async (trial) => {
      const runs = await Promise.all(
        [1, 2, 3].map(async () => runOf(await trial.ended(trial.start(SYNC)))),
      );
      for (const { summary, code } of runs) assertBalanced(summary, code);
      assertEquals(runs.map(({ code }) => code).toSorted(), [0, 6, 6]);
      assertSame(await trial.contents(), stage.after, "after all of them");
      await assertCleanRun(trial, stage);
    }),
);

interface Leftover {
  readonly name: string;
  readonly left: (trial: Trial) => Promise<Left>;
  /** Whether the next run takes the lease over. */
  readonly taken: boolean;
}

async function lifeline(trial: Trial): Promise<string> {
  const path = `${trial.directory}/lifeline`;
  await Deno.writeTextFile(path, "earlier");
  return path;
}

const LEFTOVERS: readonly Leftover[] = [
  {
    name: "of another host, that has expired",
    left: () => Promise.resolve({ host: "elsewhere", expiresAt: Date.now() - 1 }),
    taken: true,
  },
  {
    name: "of another host, that has not expired",
    left: () => Promise.resolve({ host: "elsewhere", expiresAt: Date.now() + HOUR }),
    taken: false,
  },
  {
    name: "of a dead process of this host",
    left: async (trial) => ({
      host: hostname(),
      expiresAt: Date.now() + HOUR,
      lifeline: await lifeline(trial),
    }),
    taken: true,
  },
  {
    name: "of this host, of whose process nothing is known",
    left: (trial) =>
      Promise.resolve({
        host: hostname(),
        expiresAt: Date.now() + HOUR,
        lifeline: `${trial.directory}/gone`,
      }),
    taken: false,
  },
];

for (const { name, left, taken } of chosen(LEFTOVERS)) {
  stageTest(
    `sync-attributes ${taken ? "takes over" : "respects"} a lease ${name}`,
    (stage) =>
      stage.withTrial(async (trial) => {
        await leave(trial, await left(trial));
        const { code, summary, stderr } = await trial.sync();
        assertEquals(code, taken ? 0 : 6, stderr);
        assertBalanced(summary, code);
        if (taken) assertMatch(stderr, /Took over the lease/);
        else assertSame(await trial.contents(), stage.before, "nothing was done");
        if (!taken) await engineRequest(trial.place.engine, "DELETE", leasePath(trial));
        await assertCleanRun(trial, stage);
      }),
  );
}

stageTest(
  "sync-attributes respects a living process of its host, and tells who it is",
  (stage) =>
    stage.withTrial(async (trial) => {
      const path = await lifeline(trial);
      using file = await Deno.open(path, { read: true, write: true });
      await file.lock(true);
      await leave(trial, { host: hostname(), expiresAt: Date.now() + HOUR, lifeline: path });
      const { code, summary } = await trial.sync();
      assertEquals(code, 6);
      assertMatch(summary.error ?? "", /process 1 on host/);
      await file.unlock();
      await assertCleanRun(trial, stage);
    }),
);

stageTest(
  "sync-attributes stops writing when its lease is taken away (exit 6)",
  (stage) =>
    stage.withTrial(async (trial) => {
      let renewals = 0;
      trial.elastic.fault = async ({ path, method }) => {
        if (method !== "PUT" || !path.includes("lease%3A") || path.includes("_create")) {
          return undefined;
        }
        if (++renewals === 1) {
          await leave(trial, { host: "elsewhere", expiresAt: Date.now() + HOUR });
        }
        return undefined;
      };
      trial.misp.fault = ({ path }) => path === "/attributes/restSearch" ? "stall" : undefined;
      const { code, summary, stderr } = await trial.sync([], { TI_MISP_RUN_LEASE: "4s" });
      assertEquals(code, 6, stderr);
      assert(renewals > 0);
      assertMatch(summary.error ?? "", /lost its lease/);
      assertBetween(await trial.contents(), stage.before, stage.after);
      trial.elastic.fault = undefined;
      trial.misp.fault = undefined;
      await engineRequest(trial.place.engine, "DELETE", leasePath(trial));
      await assertCleanRun(trial, stage);
    }),
);
