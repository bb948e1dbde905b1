import type { FlagSetting } from "../cli/arguments.ts";
import { crossChecks } from "./checks.ts";
import { defaultInstance } from "./instance.ts";
import {
  aliasLayer,
  environmentLayer,
  flagLayer,
  type Layer,
  mergeLayers,
  type Setting,
} from "./layers.ts";
import { parseSettings } from "./parse_settings.ts";
import { ConfigError, type Origin, type Problem } from "./problem.ts";
import { redactor } from "./redact.ts";
import { resolveSecrets } from "./resolve_secrets.ts";
import type { Config } from "./schema.ts";
import { settleSecrets } from "./secret_layers.ts";
import { Secret } from "./secrets.ts";
import { missingSettings, type Server } from "./servers.ts";
import type { ConfigSources } from "./sources.ts";
import { type ConfigKey, configTable } from "./table.ts";
import { configWarnings } from "./warnings.ts";

export interface LoadOptions {
  readonly flags?: readonly FlagSetting[];
  /** The file of `--config`; without it, the one that `TI_MISP_CONFIG` names, if any. */
  readonly file?: string | undefined;
  /** The servers that must be usable; the secrets of others are left alone. None by default. */
  readonly needs?: (config: Config) => readonly Server[];
}

export interface LoadedConfig {
  readonly config: Config;
  /** Of every key, by path. */
  readonly origins: ReadonlyMap<string, Origin>;
  /** The settings that are no defaults, as they were written; secrets are hidden. */
  readonly settings: ReadonlyMap<string, Setting>;
  /** For redacting what is logged. */
  readonly secrets: readonly Secret[];
  /** For the user's eyes, on every run. */
  readonly warnings: readonly string[];
}

async function readFileLayer(
  file: string | undefined,
  sources: ConfigSources,
  keys: readonly ConfigKey[],
): Promise<Layer> {
  if (file === undefined || file === "") return { settings: [], problems: [] };
  // The parser costs every start without a file 20 ms.
  const { fileLayer } = await import("./file.ts");
  try {
    return fileLayer(await sources.readTextFile(file), file, keys);
  } catch (error) {
    const message = `Cannot read the file: ${error instanceof Error ? error.message : error}`;
    return { settings: [], problems: [{ path: file, message }] };
  }
}

/** Weakest first. */
async function readLayers(
  sources: ConfigSources,
  options: LoadOptions,
  keys: readonly ConfigKey[],
): Promise<readonly Layer[]> {
  return settleSecrets([
    await readFileLayer(options.file ?? sources.env.TI_MISP_CONFIG, sources, keys),
    aliasLayer(sources.env, keys),
    environmentLayer(sources.env, keys),
    flagLayer(options.flags ?? [], keys),
  ]);
}

function withInstance(settings: ReadonlyMap<string, Setting>): ReadonlyMap<string, Setting> {
  const path = "elasticsearch.instance";
  const value = defaultInstance(settings.get("source")?.value, settings.get("misp.url")?.value);
  if (settings.has(path) || value === undefined) return settings;
  return new Map([...settings, [path, { path, value, origin: { kind: "default", name: "" } }]]);
}

/** What servers and keys need of each other, beyond what was already said of a key. */
function furtherProblems(
  config: Config,
  servers: readonly Server[],
  problems: readonly Problem[],
): readonly Problem[] {
  const known = new Set(problems.map(({ path }) => path));
  const needed = known.has("source") || known.has("output") ? [] : servers;
  return [...crossChecks(config), ...missingSettings(config, needed)]
    .filter(({ path }) => !known.has(path));
}

/** From here on no setting can show a secret. */
function protectSecrets(
  settings: ReadonlyMap<string, Setting>,
  keys: readonly ConfigKey[],
): ReadonlyMap<string, Setting> {
  const secret = new Set(keys.filter((key) => key.secret).map((key) => key.path));
  return new Map([...settings].map(([path, setting]) => {
    const { value } = setting;
    const hide = secret.has(path) && typeof value === "string" && value !== "";
    return [path, hide ? { ...setting, value: new Secret(value) } : setting];
  }));
}

/** Masks what a message may quote of a value: credentials in a URL, or a secret put elsewhere. */
function refuse(problems: readonly Problem[], settings: ReadonlyMap<string, Setting>): void {
  if (problems.length === 0) return;
  const secrets = [...settings.values()].map(({ value }) => value)
    .filter((value) => value instanceof Secret);
  const mask = redactor(secrets);
  throw new ConfigError(problems.map((each) => ({ ...each, message: mask(each.message) })));
}

/**
 * The effective configuration: flag > environment > file > default. Throws `ConfigError` with
 * everything that is wrong.
 */
export async function loadConfig(
  sources: ConfigSources,
  options: LoadOptions = {},
): Promise<LoadedConfig> {
  const keys = configTable();
  const layers = await readLayers(sources, options, keys);
  const settings = protectSecrets(withInstance(mergeLayers(layers)), keys);
  const { config, problems } = parseSettings(settings);
  const servers = options.needs?.(config) ?? [];
  const found = [...layers.flatMap((layer) => layer.problems), ...problems];
  refuse([...found, ...furtherProblems(config, servers, found)], settings);
  const resolved = await resolveSecrets(config, servers, sources);
  refuse(resolved.problems, settings);
  return {
    config: resolved.config,
    origins: new Map(keys.map(({ path }) => [
      path,
      settings.get(path)?.origin ?? { kind: "default", name: "" },
    ])),
    settings,
    secrets: resolved.secrets,
    warnings: await configWarnings(resolved.config, servers, settings, sources),
  };
}
