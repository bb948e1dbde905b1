import type { Setting } from "./layers.ts";
import type { Problem } from "./problem.ts";
import { type Config, schema } from "./schema.ts";
import { configTable } from "./table.ts";

type Settings = ReadonlyMap<string, Setting>;

export interface ParsedSettings {
  /** Without the settings that cannot be read, so that the rest can be checked as well. */
  readonly config: Config;
  readonly problems: readonly Problem[];
}

/** The nested object that the schema reads; every section is there. */
function toTree(settings: Settings): Record<string, unknown> {
  const given = [...settings.values()].map(({ path, value }) => [path.split("."), value] as const);
  const sections = configTable().map(({ path }) => path.split(".")).filter(({ length }) =>
    length > 1
  );
  const names = new Set(sections.map(([section = ""]) => section));
  const inSection = (name: string) =>
    given.flatMap(([[section, key], value]) =>
      section === name && key !== undefined ? [[key, value] as const] : []
    );
  return Object.fromEntries([
    ...given.map(([[name = ""], value]) => [name, value] as const),
    ...[...names].map((name) => [name, Object.fromEntries(inSection(name))] as const),
  ]);
}

/** Reads every setting by the schema. */
export function parseSettings(settings: Settings): ParsedSettings {
  const result = schema.safeParse(toTree(settings));
  if (result.success) return { config: result.data, problems: [] };
  const problems = result.error.issues.map((issue): Problem => {
    const path = issue.path.slice(0, 2).join(".");
    return { path, origin: settings.get(path)?.origin, message: issue.message };
  });
  const bad = new Set(problems.map(({ path }) => path));
  const readable = new Map([...settings].filter(([path]) => !bad.has(path)));
  return { config: schema.parse(toTree(readable)), problems };
}
