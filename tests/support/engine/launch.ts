import { asServerUser, run } from "./command.ts";
import { nodeEnvironment, PASSWORD } from "./configure.ts";
import { type Endpoint, isAlive, isHealthy, pause } from "./health.ts";
import type { NodeSettings } from "./settings.ts";

const START_SECONDS = 120;

export interface Launched extends Endpoint {
  readonly pid: number;
}

/** Starts the node in a session of its own, so that it outlives this process, and waits until it answers. */
export async function launch(node: NodeSettings, home: string, java: string): Promise<Launched> {
  const pidFile = `${node.folder}/pid`;
  const command = asServerUser([`${home}/bin/${node.facts.product}`, "-p", pidFile]);
  const script = `setsid nohup "$@" > "${node.folder}/logs/stdout.log" 2>&1 < /dev/null & echo $!`;
  const env = nodeEnvironment(node, java);
  const options = { cwd: node.folder, env, clearEnv: true };
  const launcher = Number(await run("bash", ["-c", script, "bash", ...command], options));
  const endpoint = endpointOf(node);
  await untilHealthy(node, endpoint, launcher);
  return { ...endpoint, pid: Number(await Deno.readTextFile(pidFile)) };
}

function endpointOf({ folder, port, security, tls }: NodeSettings): Endpoint {
  return {
    url: `${tls ? "https" : "http"}://127.0.0.1:${port}`,
    ...(security || tls ? { username: "elastic", password: PASSWORD } : {}),
    ...(tls ? { caFile: `${folder}/conf/certs/ca.crt` } : {}),
  };
}

async function untilHealthy(node: NodeSettings, endpoint: Endpoint, launcher: number) {
  for (let waited = 0; waited < START_SECONDS; waited += 0.5) {
    if (await isHealthy(endpoint)) return;
    if (!await isAlive(launcher)) throw new Error(`The node ended: ${await lastLines(node)}`);
    await pause(500);
  }
  throw new Error(`No answer within ${START_SECONDS} s, see "${node.folder}/logs"`);
}

async function lastLines({ folder }: NodeSettings): Promise<string> {
  const text = await Deno.readTextFile(`${folder}/logs/stdout.log`);
  return text.trim().split("\n").slice(-20).join("\n");
}
