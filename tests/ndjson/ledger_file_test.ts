import { assertEquals } from "@std/assert";
import { openNdjson } from "../../lib/ndjson/open_ndjson.ts";
import { testContext } from "../support/context.ts";
import { entry, fileTest, index, INSTANCE, settings } from "./support/files.ts";

fileTest("openNdjson() keeps ledger and run beside the documents", async (path) => {
  const record = {
    command: "sync-attributes",
    instance: INSTANCE,
    shard: "1/1",
    startedAt: 1,
    finishedAt: 2,
    exitCode: 0,
    summary: { documents: { created: 1 } },
    sightingsUntil: 3,
  };
  {
    await using output = await openNdjson(testContext(), settings(path));
    assertEquals(await output.state.lastRun(), undefined);
    await output.target.prepare();
    await output.target.write([index("e", "a", "1")]);
    await output.state.ledger.save([entry("e", 1), entry("f", 0), entry("g", 0)]);
    await output.state.ledger.remove(["g"]);
    await output.target.commit();
    await output.state.saveRun(record);
  }
  await using output = await openNdjson(testContext(), settings(path));
  assertEquals(await output.state.lastRun(), record);
  assertEquals((await Array.fromAsync(output.state.ledger.read())).flat(), [
    entry("e", 1),
    entry("f", 0),
  ]);
});

fileTest("openNdjson() keeps the ledger lines of others", async (path) => {
  for (const instance of ["one", "two"]) {
    await using output = await openNdjson(testContext(), settings(path, { instance }));
    await output.target.prepare();
    await output.state.ledger.save([entry(`event-of-${instance}`, 1)]);
    await output.target.commit();
  }
  for (const instance of ["one", "two"]) {
    await using output = await openNdjson(testContext(), settings(path, { instance }));
    const entries = (await Array.fromAsync(output.state.ledger.read())).flat();
    assertEquals(entries.map(({ uuid }) => uuid), [`event-of-${instance}`]);
  }
});

fileTest("openNdjson() does not believe a ledger whose documents are gone", async (path) => {
  {
    await using output = await openNdjson(testContext(), settings(path));
    await output.target.prepare();
    await output.state.ledger.save([entry("e", 1)]);
    await output.target.commit();
  }
  await Deno.remove(path);
  await using output = await openNdjson(testContext(), settings(path));
  assertEquals(await Array.fromAsync(output.state.ledger.read()), []);
});
