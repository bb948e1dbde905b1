import { assert, assertEquals, assertRejects } from "@std/assert";
import { ConfigError } from "../../lib/config/problem.ts";
import { loadConfig, type LoadedConfig, type LoadOptions } from "../../lib/config/load.ts";
import { serversOf } from "../../lib/config/servers.ts";
import type { ConfigSources } from "../../lib/config/sources.ts";

interface World {
  readonly env?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
  readonly modes?: Readonly<Record<string, number>>;
  readonly run?: (command: readonly string[]) => Promise<string>;
}

function sources({ env = {}, files = {}, modes = {}, run }: World): ConfigSources {
  return {
    env,
    readTextFile: (path) => {
      const text = files[path];
      return text === undefined
        ? Promise.reject(new Deno.errors.NotFound("no such file"))
        : Promise.resolve(text);
    },
    run: run ?? ((command) => Promise.reject(new Error(`unexpected ${command[0]}`))),
    stat: (path) => Promise.resolve({ mode: modes[path] ?? 0o100600 }),
  };
}

function load(world: World, options: LoadOptions = {}): Promise<LoadedConfig> {
  return loadConfig(sources(world), options);
}

async function problems(world: World, options: LoadOptions = {}): Promise<readonly string[]> {
  const error = await assertRejects(() => load(world, options), ConfigError);
  return error.problems.map(({ path, origin, message }) =>
    `${path} [${origin?.kind ?? ""} ${origin?.name ?? ""}] ${message}`
  );
}

const ENV = {
  MISP_URL: "https://misp.example",
  MISP_API_KEY: "k".repeat(40),
  ELASTICSEARCH_URL: "http://localhost:9200",
};

Deno.test("loadConfig() gives every default without any source", async () => {
  const { config, origins, warnings } = await load({});
  assertEquals(config.misp.timeout, 120_000);
  assertEquals(config.expire.default, 90 * 86_400_000);
  assertEquals(config.elasticsearch.bulk_bytes, 5_000_000);
  assertEquals(config.run.max_delete, { kind: "percent", percent: 25 });
  assertEquals(config.select.published, "only");
  assertEquals(config.source, { kind: "api" });
  assertEquals(config.misp.url, undefined);
  assert([...origins.values()].every((origin) => origin.kind === "default"));
  assertEquals(warnings, []);
});

Deno.test("loadConfig() prefers flag to environment to alias to file to default", async () => {
  const yaml = "misp: { url: https://file.example, concurrency: 3, timeout: 10s }\n";
  const files = { "c.yaml": yaml };
  const env = { MISP_URL: "https://alias.example", TI_MISP_MISP_TIMEOUT: "20s" };
  const flags = [{ path: "misp.timeout", name: "--timeout", value: "30s" }];
  const none = await load({ files }, { file: "c.yaml" });
  assertEquals(none.config.misp.url, "https://file.example");
  assertEquals(none.origins.get("misp.url"), { kind: "file", name: "c.yaml" });
  const some = await load({ files, env }, { file: "c.yaml" });
  assertEquals(some.config.misp.url, "https://alias.example");
  assertEquals(some.config.misp.timeout, 20_000);
  assertEquals(some.config.misp.concurrency, 3);
  const all = await load(
    { files, env: { ...env, TI_MISP_MISP_URL: "https://own.example" } },
    { file: "c.yaml", flags },
  );
  assertEquals(all.config.misp.url, "https://own.example");
  assertEquals(all.config.misp.timeout, 30_000);
  assertEquals(all.origins.get("misp.timeout"), { kind: "flag", name: "--timeout" });
  assertEquals(all.origins.get("misp.url"), { kind: "environment", name: "TI_MISP_MISP_URL" });
  assertEquals(all.origins.get("log.level"), { kind: "default", name: "" });
});

Deno.test("loadConfig() reads the file that TI_MISP_CONFIG names, unless a flag names one", async () => {
  const files = { "a.yaml": "run: { lease: 1m }", "b.yaml": "run: { lease: 2m }" };
  const env = { TI_MISP_CONFIG: "a.yaml" };
  assertEquals((await load({ env, files })).config.run.lease, 60_000);
  assertEquals((await load({ env, files }, { file: "b.yaml" })).config.run.lease, 120_000);
});

Deno.test("loadConfig() takes lists, mappings and switches from YAML and environment alike", async () => {
  const yaml = `
select:
  types: [ip-dst, url]
  threat_levels: [high, 2]
  organisations: ["Foo, Inc."]
  since: 2026-01-31
expire: { per_type: { ip-dst: 1w, url: off } }
elasticsearch: { url: [http://a:9200/, http://b:9200], compression: true }
`;
  const env = {
    TI_MISP_SELECT_TYPES: "ip-dst, url",
    TI_MISP_SELECT_THREAT_LEVELS: "high,2",
    TI_MISP_SELECT_SINCE: "2026-01-31",
    TI_MISP_EXPIRE_PER_TYPE: "ip-dst=1w,url=off",
    ELASTICSEARCH_URL: "http://a:9200/,http://b:9200",
    TI_MISP_ELASTICSEARCH_COMPRESSION: "true",
  };
  const fromFile = await load({ files: { f: yaml } }, { file: "f" });
  for (const { config } of [fromFile, await load({ env })]) {
    assertEquals(config.select.types, ["ip-dst", "url"]);
    assertEquals(config.select.threat_levels, [1, 2]);
    assertEquals(config.select.since, { kind: "date", at: Date.UTC(2026, 0, 31) });
    assertEquals(config.expire.per_type, { "ip-dst": 7 * 86_400_000, url: "off" });
    assertEquals(config.elasticsearch.url, ["http://a:9200", "http://b:9200"]);
    assertEquals(config.elasticsearch.compression, true);
  }
  assertEquals(fromFile.config.select.organisations, ["Foo, Inc."]);
});

Deno.test("loadConfig() takes an empty variable and an empty file for nothing", async () => {
  const { config } = await load(
    { env: { MISP_URL: "", TI_MISP_LOG_LEVEL: "" }, files: { f: "" } },
    {
      file: "f",
    },
  );
  assertEquals([config.misp.url, config.log.level], [undefined, "info"]);
  const empty = await load({ files: { f: "misp:\nlog:\n  level:\n" } }, { file: "f" });
  assertEquals(empty.config.log.level, "info");
});

Deno.test("loadConfig() reports all problems at once, each with its path and origin", async () => {
  const files = { f: "misp: { timeout: 1x, ulr: a }\nselekt: {}\nurl: b\nrun: 3\n" };
  const env = { TI_MISP_LOG_LEVEL: "inof", TI_MISP_MISP_ULR: "x", TI_MISP_CONFIG: "f" };
  const flags = [{ path: "run.max_delete", name: "--max-delete", value: "200%" }];
  const found = await problems({ env, files }, { flags, needs: () => ["misp"] });
  const starts = [
    'misp.ulr [file f] Unknown key; did you mean "url"?',
    'selekt [file f] Unknown key; did you mean "select"?',
    'url [file f] Unknown key; did you mean "misp.url" or "elasticsearch.url" or "kibana.url"?',
    "run [file f] Must be a section",
    'TI_MISP_MISP_ULR [ ] Unknown environment variable; did you mean "TI_MISP_MISP_URL"?',
    'misp.timeout [file f] Cannot read "1x" as a duration',
    'run.max_delete [flag --max-delete] Cannot read "200%"',
    'log.level [environment TI_MISP_LOG_LEVEL] Cannot be "inof": choose one of',
    "misp.url [ ] Is needed",
    "misp.api_key [ ] Is needed",
  ];
  assertEquals(found.map((line, at) => line.slice(0, starts[at]?.length)), starts);
});

Deno.test("loadConfig() leaves reserved names alone", async () => {
  await load({ env: { TI_MISP_TEST_ENGINE: "1", TI_MISP_ENGINE_CACHE: "/x", TI_MISP_CONFIG: "" } });
});

Deno.test("loadConfig() needs the servers of source and output only", async () => {
  const flags = [
    { path: "source", name: "--source", value: "feed:dir" },
    { path: "output", name: "--output", value: "ndjson:-" },
  ];
  const { config } = await load({}, { flags, needs: serversOf });
  assertEquals(config.source, { kind: "feed", location: "dir" });
  assertEquals(config.output, { kind: "ndjson", path: "-" });
  assertEquals((await problems({}, { needs: serversOf })).length, 3);
});

Deno.test("loadConfig() names the instance after the host of MISP or of the feed", async () => {
  const instance = async (env: Record<string, string>) =>
    (await load({ env })).config.elasticsearch.instance;
  assertEquals(await instance({ MISP_URL: "https://misp.example:8443/x" }), "misp.example");
  assertEquals(
    await instance({ TI_MISP_SOURCE: "feed:https://feeds.example/osint/" }),
    "feeds.example",
  );
  assertEquals(await instance({ TI_MISP_SOURCE: "feed:./feeds/circl/" }), "circl");
  assertEquals(await instance({ TI_MISP_SOURCE: "feed:.." }), "feed");
  assertEquals(
    await instance({ MISP_URL: "https://a", TI_MISP_ELASTICSEARCH_INSTANCE: "north" }),
    "north",
  );
});

Deno.test("loadConfig() refuses halves of a login and of a certificate", async () => {
  const env = {
    ...ENV,
    ELASTICSEARCH_USERNAME: "elastic",
    TI_MISP_MISP_CLIENT_KEY_FILE: "key.pem",
  };
  assertEquals((await problems({ env })).map((line) => line.split(" ")[0]), [
    "misp.client_key_file",
    "elasticsearch.username",
  ]);
  const both = {
    ...env,
    TI_MISP_MISP_CLIENT_CERTIFICATE_FILE: "c",
    ELASTICSEARCH_API_KEY: "abc123abc",
  };
  assertEquals(await problems({ env: both }), [
    "elasticsearch.username [ ] Set either an API key or a user name, not both",
  ]);
});

Deno.test("loadConfig() says where YAML is broken, without quoting it", async () => {
  const [problem = ""] = await problems({ files: { f: "misp:\n  api_key: *sekrit\n" } }, {
    file: "f",
  });
  assert(problem.startsWith("f [ ] Cannot read the file as YAML"), problem);
  assert(!problem.includes("sekrit"), problem);
  const [missing = ""] = await problems({}, { file: "nowhere.yaml" });
  assertEquals(missing, "nowhere.yaml [ ] Cannot read the file: no such file");
});

Deno.test("loadConfig() warns of unverified certificates on servers it needs", async () => {
  const env = { ...ENV, TI_MISP_MISP_INSECURE_SKIP_TLS_VERIFICATION: "true" };
  const { warnings } = await load({ env }, { needs: () => ["misp", "elasticsearch"] });
  assertEquals(warnings.length, 1);
  assert(warnings[0]?.startsWith("The certificate of MISP is not verified"));
  assertEquals((await load({ env })).warnings, []);
});

Deno.test("loadConfig() refuses to renew the time of what a transform writes", async () => {
  const env = {
    ...ENV,
    TI_MISP_DOCUMENTS_TIMESTAMP: "confirmed",
    TI_MISP_ELASTICSEARCH_LATEST: "transform",
  };
  assertEquals(await problems({ env }), [
    'documents.timestamp [ ] Can be "confirmed" only where elasticsearch.latest is "direct"',
  ]);
});
