/**
 * What flags, environment and file say of each key. A layer is a list of settings; a stronger one
 * replaces the value of a weaker one as a whole, lists included.
 */
import type { FlagSetting } from "../cli/arguments.ts";
import { didYouMean } from "../cli/suggest.ts";
import type { Origin, Problem } from "./problem.ts";
import type { ConfigKey } from "./table.ts";

export interface Setting {
  readonly path: string;
  readonly value: unknown;
  readonly origin: Origin;
}

export interface Layer {
  readonly settings: readonly Setting[];
  readonly problems: readonly Problem[];
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Names that begin like ours and are no configuration. */
const RESERVED = /^TI_MISP_(?:TEST_.*|ENGINE_CACHE|CONFIG)$/;

export function flagLayer(flags: readonly FlagSetting[], keys: readonly ConfigKey[]): Layer {
  const settings = flags.map(({ path, name, value }): Setting => {
    const key = keys.find((key) => key.path === path);
    if (key === undefined || key.secret) {
      throw new TypeError(`Flag ${name} cannot set "${path}": not a key that flags may set`);
    }
    return { path, value, origin: { kind: "flag", name } };
  });
  return { settings, problems: [] };
}

/** An empty variable counts as none: that is how CI systems pass what is not there. */
function fromEnvironment(
  env: Environment,
  named: readonly { readonly path: string; readonly name: string }[],
): readonly Setting[] {
  return named.flatMap(({ path, name }) => {
    const value = env[name];
    if (value === undefined || value === "") return [];
    return [{ path, value, origin: { kind: "environment", name } as const }];
  });
}

/** Variables that other tools know too, such as `MISP_URL`; weaker than our own. */
export function aliasLayer(env: Environment, keys: readonly ConfigKey[]): Layer {
  const named = keys.flatMap(({ path, aliases }) => aliases.map((name) => ({ path, name })));
  return { settings: fromEnvironment(env, named), problems: [] };
}

export function environmentLayer(env: Environment, keys: readonly ConfigKey[]): Layer {
  const names = keys.map((key) => key.environment);
  const unknown = Object.keys(env).filter((name) =>
    name.startsWith("TI_MISP_") && !RESERVED.test(name) && !names.includes(name)
  );
  return {
    settings: fromEnvironment(env, keys.map(({ path, environment: name }) => ({ path, name }))),
    problems: unknown.toSorted().map((name) => ({
      path: name,
      message: `Unknown environment variable${didYouMean(name, names)}`,
    })),
  };
}

/** Strongest last; the settings that are effective, by path. */
export function mergeLayers(layers: readonly Layer[]): ReadonlyMap<string, Setting> {
  return new Map(
    layers.flatMap((layer) => layer.settings).map((setting) => [setting.path, setting]),
  );
}
