/** Whether the configuration means what its author thinks. */
import { suggestedType } from "./attribute_types.ts";
import { type Finding, ok, warning } from "./finding.ts";
import type { Session } from "../../cli/session.ts";

type Config = Session["config"];

/** The settings that name attribute types. */
function namedTypes({ select, expire }: Config): readonly (readonly [string, string])[] {
  const named = (path: string, types: readonly string[]) =>
    types.map((type) => [path, type] as const);
  return [
    ...named("select.types", select.types),
    ...named("select.exclude_types", select.exclude_types),
    ...named("expire.per_type", Object.keys(expire.per_type)),
  ];
}

/** A newer MISP may have more types, so that an unknown one is no error. */
function unknownTypes(config: Config): readonly Finding[] {
  return namedTypes(config).flatMap(([path, type]) => {
    const suggestion = suggestedType(type);
    if (suggestion === "known") return [];
    return [warning(
      path,
      `"${type}" is no attribute type that this version knows`,
      suggestion === undefined
        ? "see the list of types in MISP"
        : `did you mean "${suggestion.nearest}"?`,
    )];
  });
}

function contradictions({ select }: Config): readonly Finding[] {
  const both = select.types.filter((type) => select.exclude_types.includes(type));
  if (both.length === 0) return [];
  return [warning(
    "select.types",
    `${both.join(", ")} is taken and left out at the same time`,
    "name each type in one of select.types and select.exclude_types",
  )];
}

export function configurationFindings({ config, loaded }: Session): readonly Finding[] {
  const chosen = [...loaded.origins.values()].filter(({ kind }) => kind !== "default").length;
  return [
    ok("Settings", `${chosen} set, ${loaded.origins.size - chosen} at their defaults`),
    ...loaded.warnings.map((text) => {
      const [what = "", advice] = splitAdvice(text);
      return warning("Secrets", what, advice ?? "change it");
    }),
    ...unknownTypes(config),
    ...contradictions(config),
  ];
}
