import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { LeaseHeldError } from "../../lib/errors.ts";
import stateIndex from "../../lib/elastic/assets/state_index.json" with { type: "json" };
import { acquireLease, type LeaseRequest } from "../../lib/elastic/lease.ts";
import { readLease } from "../../lib/elastic/lease_document.ts";
import { type Cluster, clusterTest } from "./support/cluster.ts";
import { manualClock } from "./support/manual_clock.ts";

const START = Date.UTC(2026, 0, 1);

async function setUp({ client, names, context }: Cluster) {
  await client.ask({ method: "PUT", path: `/${names.state}`, body: stateIndex });
  const clock = manualClock(START);
  const scope = { index: names.state, command: "expire", instance: "misp", shard: "1/1" };
  const acquire = (runId: string, more: Partial<LeaseRequest> = {}, host = "host-a") => {
    const controller = more.controller ?? new AbortController();
    // Looking once more at a neighbour takes no time; renewals wait for the clock to be moved.
    const sleep: typeof clock.sleep = (ms, signal) =>
      ms < 1000 ? Promise.resolve() : clock.sleep(ms, signal);
    const world = { clock: { ...clock, sleep }, log: context.log, host: { name: host, pid: 42 } };
    return acquireLease(client, world, { scope, runId, controller, ...more });
  };
  return { client, context, clock, scope, acquire };
}

clusterTest("acquireLease() refuses a second run and names the first", async (cluster) => {
  const { acquire } = await setUp(cluster);
  await using _ = await acquire("first");
  const error = await assertRejects(() => acquire("second", {}, "host-b"), LeaseHeldError);
  assertStringIncludes(error.message, 'process 42 on host "host-a" (run first)');
  assertStringIncludes(error.message, "expires at 2026-01-01T00:02:00.000Z");
});

clusterTest("acquireLease() keeps other instances and shards apart", async (cluster) => {
  const { acquire, scope } = await setUp(cluster);
  await using _one = await acquire("first");
  await using _two = await acquire("second", { scope: { ...scope, shard: "2/2" } });
  await using _three = await acquire("third", { scope: { ...scope, instance: "other" } });
});

clusterTest("acquireLease() gives back what is disposed of", async (cluster) => {
  const { acquire, client, scope } = await setUp(cluster);
  await (await acquire("first"))[Symbol.asyncDispose]();
  assertEquals(await readLease(client, scope), undefined);
  await using _ = await acquire("second");
});

clusterTest("acquireLease() takes over an expired lease and says whose it was", async (cluster) => {
  const { acquire, client, clock, context, scope } = await setUp(cluster);
  const controller = new AbortController();
  await using _ = await acquire("first", { controller });
  await clock.asleep();
  const { lease, version } = (await readLease(client, scope))!;
  assertEquals(lease.expiresAt, START + 120_000);
  // The first run's host has slept for three minutes; its renewals would come too late.
  const late = manualClock(START + 180_000);
  const world = { clock: late, log: context.log, host: { name: "host-b", pid: 7 } };
  const request = { scope, runId: "second", controller: new AbortController() };
  await using _second = await acquireLease(client, world, request);
  assertStringIncludes(context.lines.at(-1)!.message, 'host "host-a" (run first)');
  const lost = Promise.withResolvers<void>();
  controller.signal.addEventListener("abort", () => lost.resolve());
  clock.move(30_000);
  await lost.promise;
  assert(controller.signal.reason instanceof LeaseHeldError);
  assertStringIncludes(controller.signal.reason.message, "another run took it over");
  assert((await readLease(client, scope))!.version.seqNo > version.seqNo);
});

clusterTest("acquireLease() renews while the run is at work", async (cluster) => {
  const { acquire, client, clock, scope } = await setUp(cluster);
  await using _ = await acquire("first");
  for (let round = 1; round <= 3; round++) {
    await clock.asleep();
    clock.move(30_000);
    await clock.asleep();
    const found = await readLease(client, scope);
    assertEquals(found?.lease.expiresAt, START + round * 30_000 + 120_000);
  }
});

clusterTest("acquireLease() does not wait for a dead neighbour", async (cluster) => {
  const { acquire, client, context, scope } = await setUp(cluster);
  const script = `
    import { acquireLease } from ${
    JSON.stringify(import.meta.resolve("../../lib/elastic/lease.ts"))
  };
    import { connectElastic } from ${
    JSON.stringify(import.meta.resolve("../../lib/elastic/client.ts"))
  };
    import { systemClock } from ${JSON.stringify(import.meta.resolve("../../lib/context.ts"))};
    const log = { debug() {}, info() {}, warn() {}, error() {} };
    const context = { clock: { ...systemClock(), now: () => ${START} }, log,
      signal: new AbortController().signal, host: { name: "host-a", pid: Deno.pid } };
    const client = await connectElastic({ urls: [${JSON.stringify(cluster.url)}],
      auth: { kind: "none" }, timeoutMs: 30000, compression: false,
      insecureSkipTlsVerification: false, userAgent: "ti-misp/0" }, context);
    await acquireLease(client, context, { scope: ${JSON.stringify(scope)}, runId: "dead",
      controller: new AbortController() });
    console.log("held");
  `;
  const config = new URL("../../deno.json", import.meta.url).pathname;
  await using child = new Deno.Command(Deno.execPath(), {
    args: ["eval", "--config", config, script],
    stdout: "piped",
  }).spawn();
  const reader = child.stdout.getReader();
  assertEquals(new TextDecoder().decode((await reader.read()).value), "held\n");
  await assertRejects(() => acquire("alive"), LeaseHeldError, "(run dead)");
  child.kill("SIGKILL");
  await child.status;
  await reader.cancel();
  await assertRejects(() => acquire("elsewhere", {}, "host-b"), LeaseHeldError, "(run dead)");
  await using _ = await acquire("alive");
  assertStringIncludes(context.lines.at(-1)!.message, "(run dead)");
  assertEquals((await readLease(client, scope))?.lease.holder.runId, "alive");
});

clusterTest(
  "acquireLease() gives the lease to one of several that start at once",
  async (cluster) => {
    const { acquire } = await setUp(cluster);
    const tries = await Promise.allSettled(
      Array.from({ length: 8 }, (_, number) => acquire(`run${number}`)),
    );
    const taken = tries.filter((result) => result.status === "fulfilled");
    assertEquals(taken.length, 1);
    for (const result of tries) {
      if (result.status === "rejected") assert(result.reason instanceof LeaseHeldError);
    }
    await taken[0]!.value[Symbol.asyncDispose]();
  },
);
