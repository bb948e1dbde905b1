import {
  assert,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { LeaseHeldError } from "../../lib/errors.ts";
import { type NdjsonSettings, openNdjson } from "../../lib/ndjson/open_ndjson.ts";
import type { IndexedDocument, LedgerEntry, Operation, Target } from "../../lib/sync/types.ts";
import { testContext } from "../support/context.ts";

const INSTANCE = "misp.example.com";

function settings(path: string, more: Partial<NdjsonSettings> = {}): NdjsonSettings {
  const scope = { command: "sync-attributes", instance: INSTANCE, shard: "1/1" };
  return { kind: "ndjson", path, index: "some-index", ...scope, ...more };
}

function line(
  event: string,
  uuid: string,
  hash: string,
  instance = INSTANCE,
  more: object = {},
): string {
  return JSON.stringify({
    event: { hash },
    misp: {
      instance,
      attribute: { uuid, ...more },
      event: { uuid: event, timestamp: "2024-01-01T00:00:07.000Z" },
    },
  });
}

function index(event: string, uuid: string, hash: string): Operation {
  return { action: "index", id: `${INSTANCE}:${uuid}`, event, line: line(event, uuid, hash) };
}

function remove(event: string, uuid: string): Operation {
  return { action: "delete", id: `${INSTANCE}:${uuid}`, event };
}

const NOW = Date.UTC(2026, 0, 10);
const DAY = 86_400_000;

function ending(uuid: string, end: number, decayed = false): Operation {
  const decayed_at = new Date(end).toISOString();
  const more = { type: "domain", decayed, decayed_at, decayed_by: "default" };
  return {
    action: "index",
    id: `${INSTANCE}:${uuid}`,
    event: "e",
    line: line("e", uuid, "1", INSTANCE, more),
  };
}

async function read(
  target: Target,
  events: readonly string[],
): Promise<readonly IndexedDocument[]> {
  return (await Array.fromAsync(target.indexed(events))).flat();
}

/** One run: opened, prepared, written, committed. */
async function run(path: string, operations: readonly Operation[]): Promise<number> {
  await using output = await openNdjson(testContext(), settings(path));
  const documents = await output.target.prepare();
  await output.target.write(operations);
  await output.target.commit();
  return documents;
}

async function linesOf(path: string): Promise<readonly string[]> {
  const text = await Deno.readTextFile(path);
  assert(text === "" || text.endsWith("\n"));
  return text.split("\n").slice(0, -1).toSorted();
}

/** A test with a folder of its own; afterwards only files that are meant to stay are in it. */
function fileTest(name: string, body: (path: string) => Promise<void>): void {
  Deno.test(name, async () => {
    const folder = await Deno.makeTempDir();
    try {
      await body(`${folder}/out.ndjson`);
      for await (const { name } of Deno.readDir(folder)) assert(!name.endsWith(".new"), name);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}

function entry(uuid: string, documents: number): LedgerEntry {
  const rest = { version: "v", timestamp: 7, published: true, basis: "b", sighting: 0 };
  return { uuid, documents, ...rest };
}

fileTest("openNdjson() writes a file for its owner only", async (path) => {
  assertEquals(await run(path, [index("e", "a", "1"), index("e", "b", "1")]), 0);
  assertEquals(await linesOf(path), [line("e", "a", "1"), line("e", "b", "1")]);
  if (Deno.build.os !== "windows") assertEquals((await Deno.stat(path)).mode! & 0o777, 0o600);
});

fileTest("openNdjson() replaces, removes and keeps by document", async (path) => {
  await run(path, [index("e", "a", "1"), index("e", "b", "1"), index("f", "c", "1")]);
  await Deno.writeTextFile(path, `${line("g", "d", "1", "other")}\n`, { append: true });
  assertEquals(await run(path, [index("e", "a", "2"), remove("f", "c"), index("e", "x", "1")]), 3);
  assertEquals(
    await linesOf(path),
    [line("e", "a", "2"), line("e", "b", "1"), line("e", "x", "1"), line("g", "d", "1", "other")]
      .toSorted(),
  );
});

fileTest("openNdjson() tells what the file holds of its instance", async (path) => {
  await run(path, [index("e", "A-B", "1"), index("f", "c", "2"), index("f", "d", "3")]);
  await Deno.writeTextFile(path, `${line("f", "z", "1", "other")}\n`, { append: true });
  await using output = await openNdjson(testContext(), settings(path));
  assertEquals(await output.target.prepare(), 3);
  const found = await read(output.target, ["f", "absent"]);
  assertEquals(found.map(({ id, hash, event }) => ({ id, hash, event })), [
    { id: `${INSTANCE}:c`, hash: "2", event: "f" },
    { id: `${INSTANCE}:d`, hash: "3", event: "f" },
  ]);
  assertEquals((await read(output.target, ["e"])).map(({ id }) => id), [`${INSTANCE}:a-b`]);
  assertEquals(
    (await Array.fromAsync(output.target.events())).map(({ uuid, documents, timestamp }) => [
      uuid,
      documents,
      timestamp,
    ]),
    [["e", 1, 1_704_067_207], ["f", 2, 1_704_067_207]],
  );
});

fileTest("openNdjson() leaves the old file alone until the commit", async (path) => {
  await run(path, [index("e", "a", "1")]);
  {
    await using output = await openNdjson(testContext(), settings(path));
    await output.target.prepare();
    await output.target.write([index("e", "a", "2"), remove("e", "a")]);
    await output.state.ledger.save([entry("e", 1)]);
    assertEquals(await linesOf(path), [line("e", "a", "1")]);
  }
  assertEquals(await linesOf(path), [line("e", "a", "1")]);
  await using output = await openNdjson(testContext(), settings(path));
  assertEquals(await Array.fromAsync(output.state.ledger.read()), []);
});

fileTest("openNdjson() writes nothing when nothing has changed", async (path) => {
  await run(path, [index("e", "a", "1")]);
  const before = await Deno.stat(path);
  await using output = await openNdjson(testContext(), settings(path));
  await output.target.prepare();
  await output.target.commit();
  const after = await Deno.stat(path);
  assertEquals([after.ino, after.mtime], [before.ino, before.mtime]);
});

fileTest("openNdjson() makes an empty file when there is nothing to write", async (path) => {
  await using output = await openNdjson(testContext(), settings(path));
  assertEquals(await output.target.prepare(), 0);
  await output.target.commit();
  assertEquals(await linesOf(path), []);
});

fileTest("openNdjson() keeps the mode that an operator gave the file", async (path) => {
  await run(path, [index("e", "a", "1")]);
  if (Deno.build.os === "windows") return;
  await Deno.chmod(path, 0o644);
  await run(path, [index("e", "a", "2")]);
  assertEquals((await Deno.stat(path)).mode! & 0o777, 0o644);
});

fileTest("openNdjson() writes to where a link leads", async (path) => {
  await run(path, [index("e", "a", "1")]);
  await Deno.symlink(path, `${path}.link`);
  await run(`${path}.link`, [index("e", "b", "1")]);
  assert((await Deno.lstat(`${path}.link`)).isSymlink);
  assertEquals((await linesOf(path)).length, 2);
});

fileTest("openNdjson() takes writes from several callers without mixing lines", async (path) => {
  await using output = await openNdjson(testContext(), settings(path));
  await output.target.prepare();
  const text = "x".repeat(5000);
  await Promise.all(
    Array.from({ length: 40 }, (_, number) =>
      output.target.write(
        Array.from({ length: 20 }, (_, row) => index(`e${number}`, `${number}-${row}`, text)),
      )),
  );
  await output.target.commit();
  const lines = await linesOf(path);
  assertEquals(new Set(lines.map((line) => JSON.parse(line).misp.attribute.uuid)).size, 800);
});

fileTest("openNdjson() refuses a second run on the same file", async (path) => {
  await using _ = await openNdjson(testContext(), settings(path));
  const error = await assertRejects(
    () => openNdjson(testContext(), settings(path)),
    LeaseHeldError,
  );
  assertStringIncludes(error.message, `process 1 on host "test"`);
});

fileTest("openNdjson() tells what is due and takes or marks it", async (path) => {
  await run(path, [
    ending("past", NOW - DAY),
    ending("now", NOW),
    ending("later", NOW + 1),
    ending("kept", NOW - 2 * DAY, true),
    index("e", "endless", "1"),
  ]);
  {
    await using output = await openNdjson(testContext(), settings(path));
    await output.target.prepare();
    const expiries = await output.target.expiries(NOW, NOW + 1);
    assertEquals([expiries.total, expiries.byRule.get("default")], [1, 1]);
    assertEquals(expiries.byType, new Map([["domain", 1]]));
    const due = (await Array.fromAsync(output.target.due(NOW, 3 * DAY))).flat();
    assertEquals(due.map(({ id }) => id), [`${INSTANCE}:past`, `${INSTANCE}:now`]);
    await output.target.write([ending("past", NOW + DAY)]);
    const writes = due.map(({ id, event, state }): Operation => ({
      action: "mark",
      id,
      event,
      onlyIf: state,
    }));
    assertEquals(await output.target.write(writes), {
      acknowledged: 1,
      rejected: [],
      skipped: [writes[0]!],
    });
    await output.target.commit();
  }
  await using output = await openNdjson(testContext(), settings(path));
  assertEquals(await output.target.prepare(), 5);
  const marked = (await Array.fromAsync(output.target.due(NOW, 0))).flat();
  assertEquals(marked.map(({ id, marked }) => [id, marked]).toSorted(), [
    [`${INSTANCE}:kept`, true],
    [`${INSTANCE}:now`, true],
  ]);
});

fileTest("openNdjson() frees its lock", async (path) => {
  await (await openNdjson(testContext(), settings(path)))[Symbol.asyncDispose]();
  await using _ = await openNdjson(testContext(), settings(path));
});

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

fileTest("openNdjson() names the line that is no JSON", async (path) => {
  await Deno.writeTextFile(path, `${line("e", "a", "1")}\n{"cut":\n`);
  await using output = await openNdjson(testContext(), settings(path));
  const error = await assertRejects(() => output.target.prepare(), Error);
  assertStringIncludes(error.message, `Line 2 of "${path}" is no JSON`);
});

fileTest("openNdjson() says when the folder is missing or the file is none", async (path) => {
  await assertRejects(
    () => openNdjson(testContext(), settings(`${path}/deeper/out`)),
    Error,
    "Cannot",
  );
  await Deno.mkdir(path);
  await assertRejects(() => openNdjson(testContext(), settings(path)), Error, "not a plain file");
});

fileTest("openNdjson() writes _bulk lines that name index and id", async (path) => {
  await using output = await openNdjson(testContext(), settings(path, { kind: "bulk" }));
  assertEquals(await output.target.prepare(), 0);
  await output.target.write([index("e", "a", "1"), remove("e", "b")]);
  await assertRejects(() => Deno.stat(path), Deno.errors.NotFound);
  await output.target.commit();
  assertEquals((await Deno.readTextFile(path)).split("\n"), [
    `{"index":{"_id":"${INSTANCE}:a","_index":"some-index"}}`,
    line("e", "a", "1"),
    `{"delete":{"_id":"${INSTANCE}:b","_index":"some-index"}}`,
    "",
  ]);
});

Deno.test("openNdjson() writes documents to stdout as they come", async () => {
  const written: string[] = [];
  const stdout = {
    isTerminal: false,
    writeSync: () => {},
    write: (text: string) => {
      written.push(text);
      return Promise.resolve();
    },
  };
  await using output = await openNdjson({ ...testContext(), stdout }, settings("-"));
  await output.target.write([index("e", "a", "1"), remove("e", "b")]);
  assertEquals(written, [`${line("e", "a", "1")}\n`]);
  assertEquals(await Array.fromAsync(output.state.ledger.read()), []);
});

Deno.test("openNdjson() says so when the reader of stdout has gone", async () => {
  const stdout = {
    isTerminal: false,
    writeSync: () => {},
    write: () => Promise.reject(new Deno.errors.BrokenPipe("Broken pipe (os error 32)")),
  };
  await using output = await openNdjson({ ...testContext(), stdout }, settings("-"));
  const error = await assertRejects(() => output.target.write([index("e", "a", "1")]), Error);
  assertMatch(error.message, /^Cannot write documents to stdout/);
  assert(error.cause instanceof Deno.errors.BrokenPipe);
});

Deno.test({
  name: "openNdjson() leaves the old file as it is when the disk is full",
  ignore: Deno.build.os !== "linux" || Deno.uid() !== 0,
  async fn() {
    const folder = await Deno.makeTempDir();
    const mount = await new Deno.Command("mount", {
      args: ["-t", "tmpfs", "-o", "size=64k", "tmpfs", folder],
      stderr: "null",
    }).output();
    try {
      // Containers may not mount; there is no other way to a full disk.
      if (!mount.success) return;
      const path = `${folder}/out.ndjson`;
      await run(path, [index("e", "a", "1")]);
      const large = Array.from({ length: 100 }, (_, n) => index("e", `${n}`, "x".repeat(1000)));
      const error = await assertRejects(() => run(path, large), Error);
      assertStringIncludes(error.message, `"${path}" stays as it was`);
      assertEquals(await linesOf(path), [line("e", "a", "1")]);
    } finally {
      if (mount.success) await new Deno.Command("umount", { args: [folder] }).output();
      await Deno.remove(folder, { recursive: true });
    }
  },
});
