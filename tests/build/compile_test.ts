/** Needs a base program: `DENORT_BIN` names one where it cannot be downloaded. */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import {
  buildExecutable,
  type Built,
  compileError,
  NoBaseError,
} from "../support/build/compile.ts";
import { hostTarget, targetNamed } from "../support/build/targets.ts";
import config from "../../deno.json" with { type: "json" };

const PACKAGES = [
  "hpagent",
  "ipaddr.js",
  "tldts",
  "tldts-core",
  "xxhash-wasm",
  "yaml",
  "zod",
];

/** Builds below a folder whose packages `deno compile` would take along if it looked there. */
async function buildBelowPackages(work: (built: Built, folder: string) => Promise<void>) {
  const folder = await Deno.makeTempDir({ prefix: "ti-misp-" });
  try {
    await Deno.mkdir(`${folder}/node_modules/stranger`, { recursive: true });
    const dependencies = { stranger: "1.0.0" };
    await Deno.writeTextFile(`${folder}/package.json`, JSON.stringify({ dependencies }));
    await Deno.writeTextFile(
      `${folder}/node_modules/stranger/package.json`,
      JSON.stringify({ name: "stranger", version: "1.0.0" }),
    );
    await Deno.mkdir(`${folder}/within`);
    const output = `${folder}/out/ti-misp`;
    const built = await buildExecutable(hostTarget(), output, { within: `${folder}/within` });
    assertEquals(await Array.fromAsync(Deno.readDir(`${folder}/within`)), []);
    await work(built, folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function ask(program: string, args: readonly string[], env: Record<string, string>) {
  const { code, stdout, stderr } = await new Deno.Command(program, {
    args: [...args],
    clearEnv: true,
    env,
    stdin: "null",
  }).output();
  const text = new TextDecoder();
  return { code, stdout: text.decode(stdout), stderr: text.decode(stderr) };
}

/** Those of deno.json are built in, nobody is asked for more, and no code is fetched. */
async function assertPermissions(program: string): Promise<void> {
  const args = ["-a", "-o", '"permissions":{[^}]*}', program];
  const { stdout } = await new Deno.Command("grep", { args }).output();
  const found = new TextDecoder().decode(stdout).trim().split("\n").at(-1) ?? "";
  const { permissions } = JSON.parse(`{${found}}`);
  const { sys } = config.permissions.default;
  assertEquals([permissions.allow_sys, permissions.allow_ffi], [sys, null]);
  assertEquals([permissions.prompt, permissions.deny_import], [false, []]);
}

Deno.test({
  name: "buildExecutable() makes a program that is whole, carries no more than it needs, and " +
    "trusts no file in the folder for temporary files",
  ignore: Deno.env.get("DENORT_BIN") === undefined,
  fn: async () =>
    await buildBelowPackages(async ({ path, version, bytes, embedded }, folder) => {
      assertEquals(embedded.packages.toSorted(), PACKAGES);
      assert(embedded.bytes < 16_000_000, `${embedded.bytes} bytes are embedded`);
      assert(bytes < 130_000_000, `${bytes} bytes`);
      assertMatch(version, /^\d+\.\d+\.\d+(\+[0-9a-f]{12}(\.changed)?)?$/);
      assert(version.startsWith(config.version));
      await Deno.mkdir(`${folder}/tmp`);
      const env = { TMPDIR: `${folder}/tmp`, HOME: `${folder}/tmp` };
      const said = await ask(path, ["--version"], env);
      assertEquals(said, { code: 0, stdout: `ti-misp ${version}\n`, stderr: "" });
      const refused = await ask(path, ["sync-attributes"], env);
      assertEquals([refused.code, refused.stdout], [2, ""]);
      assertStringIncludes(refused.stderr, "MISP_URL");
      assertEquals(await Array.fromAsync(Deno.readDir(`${folder}/tmp`)), []);
      await assertPermissions(path);
    }),
});

Deno.test("compileError() tells a base program that cannot be had from other failures", () => {
  const target = targetNamed("linux-arm64");
  const said = (reason: string) =>
    `Warning: new\nCompile\nerror: ${reason}\n\nStack backtrace:\n 0:`;
  const noBase = compileError(
    said(
      "Writing\n\nCaused by:\n 0: error sending request for url (https://dl.deno.land/release/v2.9.4/denort-aarch64.zip)",
    ),
    target,
  );
  assert(noBase instanceof NoBaseError);
  assertEquals(
    noBase.message,
    "Cannot get Deno's base program for linux-arm64, name one in DENORT_BIN: Writing Caused by: 0: " +
      "error sending request for url (https://dl.deno.land/release/v2.9.4/denort-aarch64.zip)",
  );
  const other = compileError(said("Module not found"), target);
  assertEquals([other.name, other.message], [
    "Error",
    "Cannot compile for linux-arm64: Module not found",
  ]);
});
