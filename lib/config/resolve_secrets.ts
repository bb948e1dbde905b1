import type { Problem } from "./problem.ts";
import type { Config } from "./schema.ts";
import { readSecret, Secret, type SecretReaders } from "./secrets.ts";
import type { Server } from "./servers.ts";

export interface ResolvedSecrets {
  readonly config: Config;
  readonly secrets: readonly Secret[];
  readonly problems: readonly Problem[];
}

interface Wanted {
  readonly server: Server;
  readonly name: "api_key" | "password";
  readonly text: Secret | undefined;
  readonly file: string | undefined;
  readonly command: string | readonly string[] | undefined;
}

interface Read {
  readonly secret?: Secret | undefined;
  readonly problems: readonly Problem[];
}

async function read(wanted: Wanted, servers: readonly Server[], readers: SecretReaders) {
  const { server, name, text, file, command } = wanted;
  if (text !== undefined || !servers.includes(server)) return { secret: text, problems: [] };
  try {
    return { secret: await readSecret({ file, command }, readers), problems: [] };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const place = file === undefined ? "command" : "file";
    return { problems: [{ path: `${server}.${name}_${place}`, message: error.message }] };
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The credentials in a proxy's address, and `user:password` as a basic login encodes it. */
function derived(config: Config, password: Secret | undefined): readonly Secret[] {
  const { username } = config.elasticsearch;
  const proxies = [config.misp.proxy, config.elasticsearch.proxy, config.kibana.proxy];
  const texts = proxies.flatMap((proxy) => {
    const { username = "", password = "" } = URL.parse(proxy ?? "") ?? {};
    return password === "" ? [] : [decode(password), `${decode(username)}:${decode(password)}`];
  });
  if (username !== undefined && password !== undefined) {
    texts.push(`${username}:${password.reveal()}`);
  }
  return texts.map((text) => new Secret(text));
}

/** Reads the secrets of `servers` from their files and commands. */
export async function resolveSecrets(
  config: Config,
  servers: readonly Server[],
  readers: SecretReaders,
): Promise<ResolvedSecrets> {
  const { misp, elasticsearch, kibana } = config;
  const wanted = (server: Server, name: Wanted["name"], place: Omit<Wanted, "server" | "name">) =>
    read({ server, name, ...place }, servers, readers);
  const results: readonly Read[] = await Promise.all([
    wanted("misp", "api_key", {
      text: misp.api_key,
      file: misp.api_key_file,
      command: misp.api_key_command,
    }),
    wanted("elasticsearch", "api_key", {
      text: elasticsearch.api_key,
      file: elasticsearch.api_key_file,
      command: elasticsearch.api_key_command,
    }),
    wanted("elasticsearch", "password", {
      text: elasticsearch.password,
      file: elasticsearch.password_file,
      command: elasticsearch.password_command,
    }),
    wanted("kibana", "api_key", {
      text: kibana.api_key,
      file: kibana.api_key_file,
      command: kibana.api_key_command,
    }),
  ]);
  const [mispKey, elasticsearchKey, password, kibanaKey] = results.map((result) => result.secret);
  return {
    config: {
      ...config,
      misp: { ...misp, api_key: mispKey },
      elasticsearch: { ...elasticsearch, api_key: elasticsearchKey, password },
      kibana: { ...kibana, api_key: kibanaKey },
    },
    secrets: [
      ...results.flatMap(({ secret }) => secret ?? []),
      ...derived(config, password),
    ],
    problems: results.flatMap((result) => result.problems),
  };
}
