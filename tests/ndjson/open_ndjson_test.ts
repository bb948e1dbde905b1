import {
  assert,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { LeaseHeldError } from "../../lib/errors.ts";
import { openNdjson } from "../../lib/ndjson/open_ndjson.ts";
import { testContext } from "../support/context.ts";
import {
  fileTest,
  index,
  INSTANCE,
  line,
  linesOf,
  remove,
  run,
  settings,
} from "./support/files.ts";

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

fileTest("openNdjson() refuses a second run on the same file", async (path) => {
  await using _ = await openNdjson(testContext(), settings(path));
  const error = await assertRejects(
    () => openNdjson(testContext(), settings(path)),
    LeaseHeldError,
  );
  assertStringIncludes(error.message, `process 1 on host "test"`);
});

fileTest("openNdjson() frees its lock", async (path) => {
  await (await openNdjson(testContext(), settings(path)))[Symbol.asyncDispose]();
  await using _ = await openNdjson(testContext(), settings(path));
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
