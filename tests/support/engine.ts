import { type EngineFacts, ENGINES } from "./engine/catalogue.ts";
import { configure } from "./engine/configure.ts";
import { containerTool, startContainer } from "./engine/container.ts";
import { exists } from "./engine/command.ts";
import { findJava } from "./engine/java.ts";
import { launch } from "./engine/launch.ts";
import { missingTools } from "./engine/maven.ts";
import { type EngineOptions, isSecure, nameOf, type TestEngine } from "./engine/options.ts";
import {
  cacheFolder,
  locked,
  recordedNames,
  register,
  type Registered,
  registered,
  runFolder,
  stopRegistered,
} from "./engine/registry.ts";
import { runEngineCommand } from "./engine/cli.ts";
import { unpackElasticsearch } from "./engine/unpack_elasticsearch.ts";
import { unpackOpensearch } from "./engine/unpack_opensearch.ts";

/**
 * The engine of the whole test run. It is the one that `TI_MISP_TEST_ELASTICSEARCH` names; else one that
 * an earlier call, of this or any other process, started; else a new one from a container image or from
 * Maven Central. It is left running, so that the next run is quick: `deno run -A tests/support/engine.ts
 * stop` ends it. Indices of earlier runs may still be there, so tests name theirs uniquely. Without an
 * engine the result has no url and a reason, which is written to standard error: tests are then ignored.
 */
export async function startElasticsearch(options: EngineOptions = {}): Promise<TestEngine> {
  const given = Deno.env.get("TI_MISP_TEST_ELASTICSEARCH");
  const plain = (options.engine ?? "elasticsearch-9") === "elasticsearch-9" && !isSecure(options);
  if (given && plain) return { url: given.replace(/\/$/, "") };
  try {
    const cache = await cacheFolder();
    const name = nameOf(options);
    return await locked(
      cache,
      name,
      async () => await registered(cache, name) ?? await started(cache, name, options),
    );
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const text = `NO ENGINE: tests that need ${nameOf(options)} are ignored: ${reason}\n`;
    await writeTo(Deno.stderr, text);
    return { url: undefined, reason };
  }
}

/** Stops every engine that was started here, or the one of that name; gives the names of those stopped. */
export async function stopEngines(name?: string): Promise<readonly string[]> {
  const cache = await cacheFolder();
  const stopped: string[] = [];
  for (const recorded of await recordedNames(cache)) {
    if (name !== undefined && recorded !== name) continue;
    if (await locked(cache, recorded, () => stopRegistered(cache, recorded))) {
      stopped.push(recorded);
    }
  }
  return stopped;
}

/** Engines that were started here and still answer. */
export async function runningEngines(): Promise<readonly Registered[]> {
  const cache = await cacheFolder();
  const records = [];
  for (const name of await recordedNames(cache)) records.push(await registered(cache, name));
  return records.filter((record) => record !== undefined);
}

async function started(cache: string, name: string, options: EngineOptions): Promise<Registered> {
  const { engine = "elasticsearch-9", heap = "1g", security = false, tls = false } = options;
  const facts = ENGINES[engine];
  if (isSecure(options) && facts.product !== "elasticsearch") {
    throw new TypeError(
      `Cannot start "${engine}" with security: only Elasticsearch is set up for it`,
    );
  }
  const port = options.port ?? freePort();
  const tool = isSecure(options) ? undefined : await containerTool();
  if (tool !== undefined) {
    return await register(cache, { name, ...await startContainer(tool, facts, { port, heap }) });
  }
  const java = await findJava(facts.java);
  if (java === undefined) throw new Error(`No JDK ${facts.java.join(" to ")} in /usr/lib/jvm`);
  const home = await serverHome(facts, cache);
  const folder = runFolder(cache, name);
  const node = { facts, folder, port, transportPort: freePort(), heap, security, tls };
  await configure(node, home, java);
  return await register(cache, { name, ...await launch(node, home, java) });
}

async function serverHome(facts: EngineFacts, cache: string): Promise<string> {
  const unpacked = await exists(`${cache}/${facts.folder}/.complete`);
  const missing = unpacked ? undefined : await missingTools();
  if (missing !== undefined) throw new Error(`No container engine answers and ${missing}`);
  const unpack = facts.product === "elasticsearch" ? unpackElasticsearch : unpackOpensearch;
  return await locked(cache, facts.folder, () => unpack(facts, cache));
}

async function writeTo(stream: typeof Deno.stdout, text: string): Promise<void> {
  await stream.write(new TextEncoder().encode(text));
}

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

if (import.meta.main) {
  Deno.exitCode = await runEngineCommand(Deno.args, {
    start: startElasticsearch,
    stop: stopEngines,
    running: runningEngines,
    out: (text) => writeTo(Deno.stdout, text),
    err: (text) => writeTo(Deno.stderr, text),
  });
}
