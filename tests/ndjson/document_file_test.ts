import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { openNdjson } from "../../lib/ndjson/open_ndjson.ts";
import type { Operation } from "../../lib/sync/types.ts";
import { testContext } from "../support/context.ts";
import {
  DAY,
  ending,
  entry,
  fileTest,
  index,
  INSTANCE,
  line,
  linesOf,
  NOW,
  read,
  remove,
  run,
  settings,
} from "./support/files.ts";

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

fileTest("openNdjson() names the line that is no JSON", async (path) => {
  await Deno.writeTextFile(path, `${line("e", "a", "1")}\n{"cut":\n`);
  await using output = await openNdjson(testContext(), settings(path));
  const error = await assertRejects(() => output.target.prepare(), Error);
  assertStringIncludes(error.message, `Line 2 of "${path}" is no JSON`);
});
