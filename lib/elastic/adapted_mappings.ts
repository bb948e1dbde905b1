/** Fields of type `flattened` for servers that do not know them. */
import type { FlattenedStandIn, Flavour } from "./flavour.ts";
import { isObject, type JsonObject, type JsonValue } from "./json.ts";

/** Mappings with stand-ins in the places of the fields that the flavour names. */
export function adaptedMappings(mappings: JsonObject, { flattened }: Flavour): JsonObject {
  const { properties } = mappings;
  if (flattened === "known" || !isObject(properties)) return mappings;
  const templates: JsonValue[] = [];
  const adapted = propertiesFor(properties, "", (path, field) => {
    const standIn = flattened[path];
    if (standIn === "keywords") templates.push(keywordTemplate(path, field));
    return standIn === undefined ? field : STAND_INS[standIn];
  });
  return {
    ...mappings,
    properties: adapted,
    // A text that looks like a date would get a field that takes nothing else.
    ...(templates.length === 0 ? {} : { date_detection: false, dynamic_templates: templates }),
  };
}

const STAND_INS = {
  flat_object: { type: "flat_object" },
  keywords: { type: "object", dynamic: true },
} satisfies Record<FlattenedStandIn, JsonObject>;

function keywordTemplate(path: string, { ignore_above }: JsonObject): JsonObject {
  const mapping = { type: "keyword", ...(ignore_above === undefined ? {} : { ignore_above }) };
  return { [path]: { path_match: `${path}.*`, mapping } };
}

function propertiesFor(
  properties: JsonObject,
  parent: string,
  replace: (path: string, field: JsonObject) => JsonObject,
): JsonObject {
  return Object.fromEntries(
    Object.entries(properties).map(([name, field]) => {
      if (!isObject(field)) return [name, field];
      const path = parent === "" ? name : `${parent}.${name}`;
      const below = field["properties"];
      return isObject(below)
        ? [name, { ...field, properties: propertiesFor(below, path, replace) }]
        : [name, replace(path, field)];
    }),
  );
}
