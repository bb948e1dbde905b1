import { z } from "../zod.ts";
import { schema } from "./schema.ts";

/** A configuration key as it is written in a file, in the environment and in the README. */
export interface ConfigKey {
  /** `misp.url` */
  readonly path: string;
  readonly environment: string;
  /** What people who know the servers' own tools would set; weaker than `environment`. */
  readonly aliases: readonly string[];
  /** As a user would write it; empty when there is none. */
  readonly default: string;
  readonly secret: boolean;
  readonly description: string;
}

const ALIASES: Readonly<Record<string, string>> = {
  "misp.url": "MISP_URL",
  "misp.api_key": "MISP_API_KEY",
  "misp.api_key_file": "MISP_API_KEY_FILE",
  "elasticsearch.url": "ELASTICSEARCH_URL",
  "elasticsearch.api_key": "ELASTICSEARCH_API_KEY",
  "elasticsearch.api_key_file": "ELASTICSEARCH_API_KEY_FILE",
  "elasticsearch.username": "ELASTICSEARCH_USERNAME",
  "elasticsearch.password": "ELASTICSEARCH_PASSWORD",
  "elasticsearch.password_file": "ELASTICSEARCH_PASSWORD_FILE",
};

function toKey(path: string, field: z.core.$ZodType): ConfigKey {
  const meta = z.globalRegistry.get(field);
  const alias = ALIASES[path];
  return {
    path,
    environment: `TI_MISP_${path.replaceAll(".", "_").toUpperCase()}`,
    aliases: alias === undefined ? [] : [alias],
    default: String(meta?.default ?? ""),
    secret: meta?.secret === true,
    description: meta?.description ?? "",
  };
}

/** Every key, in the order of the schema. */
export function configTable(): readonly ConfigKey[] {
  return Object.entries(schema.shape).flatMap(([name, field]) =>
    field instanceof z.ZodObject
      ? Object.entries(field.shape).map(([key, inner]) => toKey(`${name}.${key}`, inner))
      : [toKey(name, field)]
  );
}

/** The same as rows of a Markdown table. */
export function markdownTable(keys: readonly ConfigKey[]): string {
  const code = (text: string) => text === "" ? "" : `\`${text}\``;
  const rows = keys.map((key) =>
    [
      code(key.path),
      [key.environment, ...key.aliases].map(code).join(", "),
      code(key.default),
      key.secret ? "yes" : "",
      key.description.replaceAll("|", "\\|"),
    ].join(" | ")
  );
  return [
    "| Key | Environment | Default | Secret | Meaning |",
    "| --- | --- | --- | --- | --- |",
    ...rows.map((row) => `| ${row} |`),
  ].join("\n") + "\n";
}
