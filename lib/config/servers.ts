import { ConfigError, type Problem } from "./problem.ts";
import type { Config } from "./schema.ts";
import type { Secret } from "./secrets.ts";

/** What a command may need settings for. */
export type Server = "misp" | "elasticsearch" | "kibana";

/** Settings with which MISP can be asked. */
export type MispSettings = Config["misp"] & { readonly url: string; readonly api_key: Secret };

/** Settings with which Elasticsearch can be asked. */
export type ElasticsearchSettings = Config["elasticsearch"] & { readonly url: readonly string[] };

/** The servers that a sync talks to: those of its source and its output. */
export function serversOf(config: Config): readonly Server[] {
  return [
    ...config.source.kind === "api" ? ["misp"] as const : [],
    ...config.output.kind === "elasticsearch" ? ["elasticsearch"] as const : [],
  ];
}

function missingMisp({ misp }: Config): readonly Problem[] {
  const hasKey = misp.api_key ?? misp.api_key_file ?? misp.api_key_command;
  return [
    ...misp.url === undefined
      ? [{ path: "misp.url", message: "Is needed: set it in the file or as MISP_URL" }]
      : [],
    ...hasKey === undefined
      ? [{
        path: "misp.api_key",
        message:
          "Is needed: set MISP_API_KEY, or misp.api_key_file or misp.api_key_command in the file",
      }]
      : [],
  ];
}

function missingElasticsearch({ elasticsearch }: Config): readonly Problem[] {
  if (elasticsearch.url !== undefined) return [];
  return [{
    path: "elasticsearch.url",
    message: "Is needed: set it in the file or as ELASTICSEARCH_URL",
  }];
}

/** What must still be set before these servers can be asked. */
export function missingSettings(
  config: Config,
  servers: readonly Server[],
): readonly Problem[] {
  return [
    ...servers.includes("misp") ? missingMisp(config) : [],
    ...servers.includes("elasticsearch") ? missingElasticsearch(config) : [],
  ];
}

/** Throws `ConfigError` when something is missing, or was not among the needs when loading. */
export function mispSettings(config: Config): MispSettings {
  const { url, api_key } = config.misp;
  if (url !== undefined && api_key !== undefined) return { ...config.misp, url, api_key };
  throw new ConfigError(missingMisp(config));
}

/** Throws `ConfigError` when the address is missing. */
export function elasticsearchSettings(config: Config): ElasticsearchSettings {
  const { url } = config.elasticsearch;
  if (url !== undefined) return { ...config.elasticsearch, url };
  throw new ConfigError(missingElasticsearch(config));
}
