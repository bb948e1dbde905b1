/** Whether the configuration means what its author thinks. */
import { didYouMean } from "../../cli/suggest.ts";
import type { Session } from "../../cli/session.ts";
import { ATTRIBUTE_TYPES } from "../../ecs/attribute_types.ts";
import { type Finding, ok, warning } from "./finding.ts";

type Config = Session["config"];

/** Attribute types by the setting that names them. */
function namedTypes({ select, expire }: Config): readonly (readonly [string, string])[] {
  return Object.entries({
    "select.types": select.types,
    "select.exclude_types": select.exclude_types,
    "expire.per_type": Object.keys(expire.per_type),
  }).flatMap(([path, types]) => types.map((type) => [path, type] as const));
}

/** A newer MISP may have more types, so that an unknown one is no error. */
function unknownTypes(config: Config): readonly Finding[] {
  return namedTypes(config).filter(([, type]) => !Object.hasOwn(ATTRIBUTE_TYPES, type))
    .map(([path, type]) => {
      const hint = didYouMean(type, Object.keys(ATTRIBUTE_TYPES));
      return warning(path, `"${type}" is no attribute type known to this version${hint}`);
    });
}

function contradictions({ select }: Config): readonly Finding[] {
  const both = select.types.filter((type) => select.exclude_types.includes(type));
  if (both.length === 0) return [];
  const text = `${both.join(", ")} is both taken and left out, so that it is left out`;
  return [warning("select.exclude_types", text)];
}

export function configurationFindings({ config, loaded }: Session): readonly Finding[] {
  const origins = [...loaded.origins.values()];
  const chosen = origins.filter(({ kind }) => kind !== "default").length;
  return [
    ok("Settings", `${chosen} set, ${origins.length - chosen} at their defaults`),
    ...loaded.warnings.map((text) => warning("Security", text)),
    ...unknownTypes(config),
    ...contradictions(config),
  ];
}
