import type { Setting } from "./layers.ts";
import type { Config } from "./schema.ts";
import type { Server } from "./servers.ts";
import type { ConfigSources } from "./sources.ts";
import { configTable } from "./table.ts";

const NAMES = {
  misp: "MISP",
  elasticsearch: "Elasticsearch",
  kibana: "Kibana",
} as const satisfies Readonly<Record<Server, string>>;

function insecure(config: Config, servers: readonly Server[]): readonly string[] {
  return servers.filter((server) => config[server].insecure_skip_tls_verification).map((server) =>
    `The certificate of ${NAMES[server]} is not verified: whoever answers in its place gets the ` +
    `credentials and may send anything (${server}.insecure_skip_tls_verification)`
  );
}

/** The files that secrets were read from, and the configuration file when it holds one. */
function secretFiles(
  config: Config,
  servers: readonly Server[],
  settings: ReadonlyMap<string, Setting>,
): ReadonlySet<string> {
  const { misp, elasticsearch, kibana } = config;
  const places = [
    ...servers.includes("misp") ? [misp.api_key_file] : [],
    ...servers.includes("kibana") ? [kibana.api_key_file] : [],
    ...servers.includes("elasticsearch")
      ? [elasticsearch.api_key_file, elasticsearch.password_file]
      : [],
    ...configTable().filter((key) => key.secret).map(({ path }) => {
      const origin = settings.get(path)?.origin;
      return origin?.kind === "file" ? origin.name : undefined;
    }),
  ];
  return new Set(places.filter((file) => file !== undefined));
}

async function readableByOthers(
  file: string,
  stat: NonNullable<ConfigSources["stat"]>,
): Promise<readonly string[]> {
  const { mode } = await stat(file);
  if (mode === null || (mode & 0o044) === 0) return [];
  return [
    `File "${file}" holds a secret and can be read by other users of this machine: ` +
    `run chmod 600 "${file}"`,
  ];
}

/** What is allowed, but should be changed. */
export async function configWarnings(
  config: Config,
  servers: readonly Server[],
  settings: ReadonlyMap<string, Setting>,
  sources: ConfigSources,
): Promise<readonly string[]> {
  const { stat } = sources;
  const files = stat === undefined ? [] : await Promise.all(
    [...secretFiles(config, servers, settings)].map((file) => readableByOthers(file, stat)),
  );
  return [...insecure(config, servers), ...files.flat()];
}
