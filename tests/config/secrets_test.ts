import { assert, assertEquals, assertRejects } from "@std/assert";
import { effectiveSettings } from "../../lib/config/effective.ts";
import { ConfigError } from "../../lib/config/problem.ts";
import { loadConfig, type LoadOptions } from "../../lib/config/load.ts";
import { MASK, readSecret, Secret } from "../../lib/config/secrets.ts";
import type { ConfigSources } from "../../lib/config/sources.ts";

const KEY = "A1b2C3d4E5f6G7h8I9j0A1b2C3d4E5f6G7h8I9j0";

function sources(overrides: Partial<ConfigSources> = {}): ConfigSources {
  return {
    env: {},
    readTextFile: (path) => Promise.reject(new Deno.errors.NotFound(`no ${path}`)),
    run: (command) => Promise.reject(new Error(`unexpected ${command[0]}`)),
    ...overrides,
  };
}

const files = (texts: Readonly<Record<string, string>>) => (path: string) =>
  texts[path] === undefined
    ? Promise.reject(new Deno.errors.NotFound("no such file"))
    : Promise.resolve(texts[path]);

const MISP: LoadOptions = { needs: () => ["misp"] };
const url = { MISP_URL: "https://misp.example" };

Deno.test("Secret cannot be printed, only revealed", () => {
  const secret = new Secret(KEY);
  const shown = [
    String(secret),
    `${secret}`,
    JSON.stringify({ secret }),
    Deno.inspect({ secret }, { depth: 9, showHidden: true }),
    JSON.stringify(Object.entries(secret)),
  ];
  for (const text of shown) assert(!text.includes(KEY), text);
  assertEquals(shown[0], MASK);
  assertEquals(secret.reveal(), KEY);
});

Deno.test("readSecret() trims the newline at a file's end and nothing else", async () => {
  const readers = sources({ readTextFile: files({ a: ` ${KEY} \r\n`, b: "\n", c: "x\ny\n" }) });
  assertEquals((await readSecret({ file: "a" }, readers))?.reveal(), ` ${KEY} `);
  await assertRejects(() => readSecret({ file: "b" }, readers), Error, 'File "b" is empty');
  await assertRejects(() => readSecret({ file: "c" }, readers), Error, "more than one line");
  await assertRejects(() => readSecret({ file: "d" }, readers), Error, 'Cannot read "d"');
  assertEquals(await readSecret({}, readers), undefined);
});

Deno.test("readSecret() runs a list as it is and a text by the shell, and takes the first line", async () => {
  const calls: (readonly string[])[] = [];
  const readers = sources({
    run: (command) => {
      calls.push(command);
      return Promise.resolve(`${KEY}\nurl: https://x\n`);
    },
  });
  assertEquals((await readSecret({ command: ["pass", "misp"] }, readers))?.reveal(), KEY);
  assertEquals((await readSecret({ command: "pass misp | cat" }, readers))?.reveal(), KEY);
  assertEquals(calls, [["pass", "misp"], ["sh", "-c", "pass misp | cat"]]);
});

Deno.test("readSecret() names a failing command by its program only", async () => {
  const run = () => Promise.reject(new Error("exit status 1"));
  const error = await assertRejects(
    () => readSecret({ command: `vault --token=${KEY}` }, sources({ run })),
    Error,
  );
  assertEquals(error.message, 'Command "vault" failed: exit status 1');
  const silent = sources({ run: () => Promise.resolve("\n") });
  await assertRejects(() => readSecret({ command: ["vault"] }, silent), Error, "printed nothing");
});

Deno.test("loadConfig() reads a secret from environment, file or command", async () => {
  const read = async (env: Record<string, string>) =>
    (await loadConfig(
      sources({
        env: { ...url, ...env },
        readTextFile: files({ key: `${KEY}\n` }),
        run: () => Promise.resolve(KEY),
      }),
      MISP,
    )).config.misp.api_key?.reveal();
  assertEquals(await read({ MISP_API_KEY: KEY }), KEY);
  assertEquals(await read({ TI_MISP_MISP_API_KEY: KEY }), KEY);
  assertEquals(await read({ MISP_API_KEY_FILE: "key" }), KEY);
  assertEquals(await read({ TI_MISP_MISP_API_KEY_FILE: "key" }), KEY);
  assertEquals(await read({ TI_MISP_MISP_API_KEY_COMMAND: "pass misp" }), KEY);
});

Deno.test("loadConfig() lets a stronger layer replace a secret's other place", async () => {
  const readTextFile = files({ "c.yaml": "misp: { api_key_command: [pass] }" });
  const env = { ...url, MISP_API_KEY: KEY };
  const { config } = await loadConfig(sources({ env, readTextFile }), { ...MISP, file: "c.yaml" });
  assertEquals(config.misp.api_key?.reveal(), KEY);
  assertEquals(config.misp.api_key_command, undefined);
});

Deno.test("loadConfig() refuses two places of a secret in one layer", async () => {
  const env = { ...url, MISP_API_KEY: KEY, MISP_API_KEY_FILE: "f" };
  const error = await assertRejects(() => loadConfig(sources({ env })), ConfigError);
  assertEquals(error.problems.map(({ path, message }) => [path, message]), [
    ["misp.api_key_file", "Set only one of this and misp.api_key (MISP_API_KEY)"],
  ]);
});

Deno.test("loadConfig() leaves the secrets of servers alone that are not needed", async () => {
  const env = { ...url, TI_MISP_MISP_API_KEY_COMMAND: "pass misp" };
  const { config } = await loadConfig(sources({ env }));
  assertEquals(config.misp.api_key, undefined);
});

Deno.test("loadConfig() never takes a secret from a flag", async () => {
  const flags = [{ path: "misp.api_key", name: "--api-key", value: KEY }];
  const error = await assertRejects(() => loadConfig(sources(), { flags }), TypeError);
  assert(!error.message.includes(KEY));
});

Deno.test("loadConfig() warns of files with secrets that others can read", async () => {
  const warnings = async (mode: number | null, env: Record<string, string>, yaml: string) =>
    (await loadConfig(
      sources({
        env: { ...url, ...env },
        readTextFile: files({ "c.yaml": yaml, key: KEY }),
        stat: () => Promise.resolve({ mode }),
      }),
      { ...MISP, file: "c.yaml" },
    )).warnings;
  const inFile = `misp: { api_key: ${KEY} }`;
  assertEquals((await warnings(0o100644, {}, inFile)).length, 1);
  assertEquals(await warnings(0o100600, {}, inFile), []);
  assertEquals(await warnings(null, {}, inFile), []);
  const [warning] = await warnings(0o100640, { MISP_API_KEY_FILE: "key" }, "");
  assert(warning?.startsWith('File "key" holds a secret'), warning);
  assertEquals(await warnings(0o100644, { MISP_API_KEY: KEY }, ""), []);
});

Deno.test("loadConfig() shows no secret in what it gives or throws", async () => {
  const env = { ...url, MISP_API_KEY: KEY, TI_MISP_MISP_PROXY: "http://me:pa55word@proxy:3128" };
  const loaded = await loadConfig(sources({ env }), MISP);
  const shown = [
    JSON.stringify(loaded),
    Deno.inspect(loaded.settings.get("misp.api_key"), { depth: 9 }),
    JSON.stringify(effectiveSettings(loaded)),
  ];
  assert(!shown.some((text) => text.includes(KEY)));
  assert(!shown[2]?.includes("pa55word"));
  const wrong = { ...env, MISP_URL: `https://${KEY}@host`, TI_MISP_LOG_LEVEL: KEY };
  const error = await assertRejects(() => loadConfig(sources({ env: wrong })), ConfigError);
  assertEquals(error.problems.length, 2);
  assert(!error.message.includes(KEY), error.message);
});

Deno.test("effectiveSettings() lists every key with its value and origin", async () => {
  const env = { ...url, MISP_API_KEY: KEY, TI_MISP_SELECT_TYPES: "ip-dst,url" };
  const settings = effectiveSettings(await loadConfig(sources({ env }), MISP));
  const of = (path: string) => settings.find((setting) => setting.path === path);
  assertEquals(of("misp.api_key")?.value, MASK);
  assertEquals(of("misp.api_key")?.origin, "environment variable MISP_API_KEY");
  assertEquals(of("select.types")?.value, "ip-dst,url");
  assertEquals(of("expire.default"), { path: "expire.default", value: "90d", origin: "default" });
  assertEquals(of("elasticsearch.instance")?.value, "misp.example");
});
