import type { Problem } from "./problem.ts";
import type { Config } from "./schema.ts";
import type { Server } from "./servers.ts";

function certificatePair(config: Config, server: Server): readonly Problem[] {
  const { client_certificate_file: certificate, client_key_file: key } = config[server];
  if ((certificate === undefined) === (key === undefined)) return [];
  const [set, missing] = key === undefined
    ? ["client_certificate_file", "client_key_file"]
    : ["client_key_file", "client_certificate_file"];
  return [{ path: `${server}.${set}`, message: `Needs ${server}.${missing} as well` }];
}

function elasticsearchLogin({ elasticsearch }: Config): readonly Problem[] {
  const { username } = elasticsearch;
  const key = elasticsearch.api_key ?? elasticsearch.api_key_file ?? elasticsearch.api_key_command;
  const password = elasticsearch.password ?? elasticsearch.password_file ??
    elasticsearch.password_command;
  const path = "elasticsearch.username";
  if (key !== undefined && username !== undefined) {
    return [{ path, message: "Set either an API key or a user name, not both" }];
  }
  if (username !== undefined && password === undefined) {
    return [{ path, message: "Needs elasticsearch.password as well" }];
  }
  if (username === undefined && password !== undefined) {
    return [{ path: "elasticsearch.password", message: `Needs ${path} as well` }];
  }
  return [];
}

/** A transform writes each indicator as the history has it. */
function renewal({ documents, elasticsearch }: Config): readonly Problem[] {
  if (documents.timestamp === "modified" || elasticsearch.latest === "direct") return [];
  const message = 'Can be "confirmed" only where elasticsearch.latest is "direct"';
  return [{ path: "documents.timestamp", message }];
}

/** What is wrong though each key is right by itself. */
export function crossChecks(config: Config): readonly Problem[] {
  return [
    ...certificatePair(config, "misp"),
    ...certificatePair(config, "elasticsearch"),
    ...certificatePair(config, "kibana"),
    ...elasticsearchLogin(config),
    ...renewal(config),
  ];
}
