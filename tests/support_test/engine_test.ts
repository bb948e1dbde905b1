import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { ENGINES } from "../support/engine/catalogue.ts";
import { nodeEnvironment } from "../support/engine/configure.ts";
import { isHealthy } from "../support/engine/health.ts";
import { nameOf } from "../support/engine/options.ts";
import {
  elasticsearchJvmOptions,
  nodeSettings,
  opensearchJvmOptions,
} from "../support/engine/settings.ts";
import { runEngineCommand } from "../support/engine/cli.ts";
import { startElasticsearch } from "../support/engine.ts";

const engine = await startElasticsearch();

const NODE = {
  facts: ENGINES["elasticsearch-9"],
  folder: "/cache/run-elasticsearch-9",
  port: 9250,
  transportPort: 9350,
  heap: "256m",
  security: false,
  tls: false,
};

Deno.test({
  name: "startElasticsearch() gives an engine that answers, the same one each time",
  ignore: engine.url === undefined,
  fn: async () => {
    const again = await startElasticsearch();
    assertEquals(again.url, engine.url);
    if (engine.url !== undefined) assertEquals(await isHealthy(engine), true);
  },
});

Deno.test("nameOf() tells engines with different options apart", () => {
  assertEquals(nameOf({}), "elasticsearch-9");
  assertEquals(nameOf({ engine: "opensearch-3", port: 9400 }), "opensearch-3-port-9400");
  assertEquals(nameOf({ security: true, tls: true }), "elasticsearch-9-security-tls");
});

Deno.test("nodeSettings() binds to this host and secures Elasticsearch only when asked", () => {
  const plain = nodeSettings(NODE);
  assertStringIncludes(plain, "network.host: 127.0.0.1\nhttp.port: 9250\ntransport.port: 9350\n");
  assertStringIncludes(plain, "xpack.security.enabled: false");
  const secured = nodeSettings({ ...NODE, tls: true });
  assertStringIncludes(secured, "xpack.security.enabled: true");
  assertStringIncludes(secured, "xpack.security.http.ssl.certificate: certs/server.crt");
  assertEquals(nodeSettings({ ...NODE, facts: ENGINES["opensearch-3"] }).includes("xpack"), false);
});

Deno.test("elasticsearchJvmOptions() and opensearchJvmOptions() set the heap", () => {
  assertMatch(elasticsearchJvmOptions(NODE), /^-Xms256m\n-Xmx256m\n/);
  const original = "-Xms1g\n-Xmx1g\n-XX:HeapDumpPath=data\n9-:-Xlog:gc*:file=logs/gc.log\n";
  assertEquals(
    opensearchJvmOptions(original, NODE),
    "-Xms256m\n-Xmx256m\n\n9-:-Xlog:gc*:file=/cache/run-elasticsearch-9/logs/gc.log\n",
  );
});

Deno.test("nodeEnvironment() names the JDK of the product and nothing of the caller's Java", () => {
  const names = (facts: typeof NODE.facts) =>
    Object.keys(nodeEnvironment({ ...NODE, facts }, "/jdk")).sort();
  assertEquals(names(ENGINES["elasticsearch-9"]), [
    "ES_JAVA_HOME",
    "ES_PATH_CONF",
    "ES_TMPDIR",
    "HOME",
    "PATH",
  ]);
  assertEquals(names(ENGINES["opensearch-2"]).includes("ES_JAVA_HOME"), false);
});

Deno.test("runEngineCommand() starts and stops what the options name", async () => {
  const asked: unknown[] = [];
  const said: string[] = [];
  const actions = {
    start: (options: unknown) => {
      asked.push(options);
      return Promise.resolve({ url: undefined, reason: "none here" });
    },
    stop: (name?: string) => {
      asked.push(name);
      return Promise.resolve([]);
    },
    running: () => Promise.resolve([]),
    out: (text: string) => Promise.resolve(void said.push(text)),
    err: (text: string) => Promise.resolve(void said.push(text)),
  };
  const args = ["--engine", "opensearch-3", "--port", "9400"];
  const options = { engine: "opensearch-3", port: 9400, heap: "1g", security: false, tls: false };
  assertEquals(await runEngineCommand(["start", ...args], actions), 1);
  assertEquals(await runEngineCommand(["stop", ...args], actions), 0);
  assertEquals(await runEngineCommand(["stop"], actions), 0);
  assertEquals(await runEngineCommand(["start", "--engine", "solr"], actions), 2);
  assertEquals(asked, [options, "opensearch-3-port-9400", undefined]);
  assertEquals(said.slice(0, 2), ["nothing to stop\n", "nothing to stop\n"]);
  assertStringIncludes(said[2] ?? "", 'Unknown engine "solr"');
});
