import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { createBulkWriter } from "../../lib/elastic/bulk.ts";
import { readRuns, type RunScope } from "../../lib/elastic/run_records.ts";
import { elasticState } from "../../lib/elastic/state.ts";
import stateIndex from "../../lib/elastic/assets/state_index.json" with { type: "json" };
import type { LedgerEntry, RunRecord, State } from "../../lib/sync/types.ts";
import { type Cluster, clusterTest } from "./support/cluster.ts";

async function makeIndex({ client, names }: Cluster): Promise<void> {
  await client.ask({ method: "PUT", path: `/${names.state}`, body: stateIndex });
}

function stateOf({ client, names, context }: Cluster, scope: Partial<RunScope> = {}): State {
  return elasticState(client, createBulkWriter(client, context), {
    index: names.state,
    command: "sync-attributes",
    instance: "misp.example.com",
    shard: "1/1",
    ...scope,
  });
}

function entry(number: number): LedgerEntry {
  return {
    uuid: `event${String(number).padStart(6, "0")}`,
    version: `${number}|true|0|"quoted" ünïcode`,
    timestamp: 1_700_000_000 + number,
    published: number % 2 === 0,
    basis: "basis",
    documents: number,
    sighting: 0,
  };
}

async function read(state: State): Promise<readonly LedgerEntry[]> {
  const pages = await Array.fromAsync(state.ledger.read());
  return pages.flat().toSorted((one, other) => one.uuid.localeCompare(other.uuid));
}

clusterTest("elasticState() gives ledger entries back as they were saved", async (cluster) => {
  await makeIndex(cluster);
  const state = stateOf(cluster);
  assertEquals(await read(state), []);
  await state.ledger.save([entry(1), entry(2), entry(3)]);
  await state.ledger.save([{ ...entry(2), documents: 99 }]);
  await state.ledger.save([]);
  assertEquals(await read(state), [entry(1), { ...entry(2), documents: 99 }, entry(3)]);
  await state.ledger.remove([entry(1).uuid, "never there"]);
  assertEquals(await read(state), [{ ...entry(2), documents: 99 }, entry(3)]);
});

clusterTest("elasticState() reads a ledger of more than one page", async (cluster) => {
  await makeIndex(cluster);
  const state = stateOf(cluster);
  const entries = Array.from({ length: 12_345 }, (_, number) => entry(number));
  await state.ledger.save(entries);
  assertEquals(await read(state), entries);
});

clusterTest("elasticState() keeps commands and instances apart", async (cluster) => {
  await makeIndex(cluster);
  const [one, other, journal] = [
    stateOf(cluster),
    stateOf(cluster, { instance: "other" }),
    stateOf(cluster, { command: "sync-events" }),
  ];
  await one.ledger.save([entry(1)]);
  await other.ledger.save([{ ...entry(1), documents: 7 }]);
  assertEquals(await read(one), [entry(1)]);
  assertEquals(await read(other), [{ ...entry(1), documents: 7 }]);
  assertEquals(await read(journal), []);
  await other.ledger.remove([entry(1).uuid]);
  assertEquals(await read(one), [entry(1)]);
});

clusterTest("elasticState() saves the ledger of an interrupted run", async (cluster) => {
  await makeIndex(cluster);
  const state = stateOf(cluster);
  cluster.context.controller.abort(new Error("stop"));
  await state.ledger.save([entry(1)]);
  const { client, names } = cluster;
  const path = `/${names.state}/_doc/event:sync-attributes:misp.example.com:${entry(1).uuid}`;
  const saved = await client.ask({ method: "GET", path, uninterrupted: true });
  assertEquals(saved["found"], true);
});

clusterTest(
  "elasticState() keeps the last run of each command, instance and shard",
  async (cluster) => {
    await makeIndex(cluster);
    const state = stateOf(cluster);
    assertEquals(await state.lastRun(), undefined);
    const run: RunRecord = {
      command: "sync-attributes",
      instance: "misp.example.com",
      shard: "1/1",
      startedAt: 1_700_000_000_000,
      finishedAt: 1_700_000_012_345,
      exitCode: 3,
      summary: { schema_version: 1, documents: { created: 5 }, outcome: "in part" },
      sightingsUntil: 1_700_000_000,
    };
    await state.saveRun({ ...run, exitCode: 0 });
    await state.saveRun(run);
    assertEquals(await state.lastRun(), run);
    assertEquals(await stateOf(cluster, { shard: "1/2" }).lastRun(), undefined);
    const other = { ...run, shard: "2/2", finishedAt: run.finishedAt + 1 };
    await stateOf(cluster, { shard: "2/2" }).saveRun(other);
    assertEquals(await readRuns(cluster.client, cluster.names.state), [other, run]);
  },
);

clusterTest("elasticState() says what to do when there is no state index", async (cluster) => {
  const error = await assertRejects(() => read(stateOf(cluster)), Error);
  assertStringIncludes(error.message, cluster.names.state);
  assertStringIncludes(error.message, "ti-misp install-assets");
});
