import { makeCertificatesIn } from "../certificates.ts";
import { asServerUser, exists, giveToServerUser, run } from "./command.ts";
import {
  elasticsearchJvmOptions,
  type NodeSettings,
  nodeSettings,
  opensearchJvmOptions,
} from "./settings.ts";

/** Password of the user `elastic` of a node with security. */
export const PASSWORD = "changeme";

/** Writes a fresh configuration and an empty data folder, and gives both to the server's user. */
export async function configure(node: NodeSettings, home: string, java: string): Promise<void> {
  const { folder, facts } = node;
  await run("rm", ["-rf", folder]);
  for (const name of ["conf", "data", "logs", "tmp"]) {
    await Deno.mkdir(`${folder}/${name}`, { recursive: true });
  }
  await run("cp", ["-r", `${home}/config/.`, `${folder}/conf`]);
  await Deno.writeTextFile(`${folder}/conf/${facts.product}.yml`, nodeSettings(node));
  await Deno.writeTextFile(`${folder}/conf/jvm.options`, await jvmOptions(node, home));
  if (node.tls) await addCertificates(`${folder}/conf/certs`);
  await giveToServerUser(folder);
  if (node.security || node.tls) await addPassword(node, home, java);
}

async function jvmOptions(node: NodeSettings, home: string): Promise<string> {
  if (node.facts.product === "elasticsearch") return elasticsearchJvmOptions(node);
  return opensearchJvmOptions(await Deno.readTextFile(`${home}/config/jvm.options`), node);
}

async function addCertificates(folder: string): Promise<void> {
  await Deno.mkdir(folder);
  await makeCertificatesIn(folder);
}

/** The bootstrap password can only be given in the keystore. */
async function addPassword(node: NodeSettings, home: string, java: string): Promise<void> {
  const cli = async (args: readonly string[], input?: string) => {
    const [command = "", ...rest] = asServerUser([`${home}/bin/elasticsearch-cli`, ...args]);
    const env = {
      ...nodeEnvironment(node, java),
      CLI_NAME: "keystore",
      CLI_LIBS: "lib/tools/keystore-cli",
    };
    const options = { cwd: node.folder, env, clearEnv: true };
    await run(command, rest, input === undefined ? options : { ...options, input });
  };
  const keystore = `${node.folder}/conf/elasticsearch.keystore`;
  if (!await exists(keystore)) await cli(["create"]);
  await cli(["add", "-x", "-f", "bootstrap.password"], PASSWORD);
}

/** The whole environment of a node: Java settings of the caller must not leak into it. */
export function nodeEnvironment(
  { folder, facts }: NodeSettings,
  java: string,
): Record<string, string> {
  const paths = { HOME: folder, PATH: Deno.env.get("PATH") ?? "/usr/bin:/bin" };
  const [conf, tmp] = [`${folder}/conf`, `${folder}/tmp`];
  if (facts.product === "elasticsearch") {
    return { ...paths, ES_JAVA_HOME: java, ES_PATH_CONF: conf, ES_TMPDIR: tmp };
  }
  return {
    ...paths,
    JAVA_HOME: java,
    OPENSEARCH_JAVA_HOME: java,
    OPENSEARCH_PATH_CONF: conf,
    OPENSEARCH_TMPDIR: tmp,
  };
}
