import type { EngineFacts } from "./catalogue.ts";
import { run } from "./command.ts";
import { type Endpoint, isHealthy, pause } from "./health.ts";

/** A container engine must answer at once, or it is taken as none. */
const ANSWER_MS = 3_000;
const PULL_MS = 300_000;
const START_SECONDS = 120;

export interface Contained extends Endpoint {
  /** Command and id, to stop it by. */
  readonly container: { readonly tool: string; readonly id: string };
}

/** The container engine that answers, `docker` or `podman`; undefined when none does. */
export async function containerTool(): Promise<string | undefined> {
  for (const tool of ["docker", "podman"]) {
    try {
      await run(tool, ["info"], { signal: AbortSignal.timeout(ANSWER_MS) });
      return tool;
    } catch {
      continue;
    }
  }
  return undefined;
}

/** The official image without security on a port of this host. */
export async function startContainer(
  tool: string,
  facts: EngineFacts,
  { port, heap }: { readonly port: number; readonly heap: string },
): Promise<Contained> {
  const signal = AbortSignal.timeout(PULL_MS);
  const settings = environment(facts, heap).flatMap((setting) => ["-e", setting]);
  const publish = ["-p", `127.0.0.1:${port}:9200`];
  const id = await run(tool, ["run", "-d", "--rm", ...publish, ...settings, facts.image], {
    signal,
  });
  const endpoint = { url: `http://127.0.0.1:${port}` };
  const container = { tool, id: id.trim() };
  for (let waited = 0; waited < START_SECONDS; waited += 0.5) {
    if (await isHealthy(endpoint)) return { ...endpoint, container };
    await pause(500);
  }
  await run(tool, ["rm", "-f", container.id]);
  throw new Error(`No answer from container "${facts.image}" within ${START_SECONDS} s`);
}

function environment({ product }: EngineFacts, heap: string): readonly string[] {
  const memory = `-Xms${heap} -Xmx${heap}`;
  return product === "elasticsearch"
    ? ["discovery.type=single-node", "xpack.security.enabled=false", `ES_JAVA_OPTS=${memory}`]
    : [
      "discovery.type=single-node",
      "DISABLE_SECURITY_PLUGIN=true",
      `OPENSEARCH_JAVA_OPTS=${memory}`,
    ];
}
