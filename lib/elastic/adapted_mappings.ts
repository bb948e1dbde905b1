/** Mappings as a server can have them: stand-ins in the place of field types it does not know. */
import type { ServerFacts } from "./features.ts";
import type { FlattenedStandIn } from "./flavour.ts";
import { isObject, type JsonObject, type JsonValue } from "./json.ts";

/** Mappings with stand-ins for `flattened` and `constant_keyword` where the server needs them. */
export function adaptedMappings(mappings: JsonObject, server: ServerFacts): JsonObject {
  const { properties } = mappings;
  if (!isObject(properties)) return mappings;
  const templates: JsonValue[] = [];
  const adapted = propertiesFor(properties, "", (path, field) => {
    if (field["type"] === "constant_keyword") return constantFor(field, server);
    const standIn = flattenedFor(path, server);
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

function flattenedFor(path: string, { flavour }: ServerFacts): FlattenedStandIn | undefined {
  return flavour.flattened === "known" ? undefined : flavour.flattened[path];
}

function constantFor(field: JsonObject, { features }: ServerFacts): JsonObject {
  return features.constantKeyword ? field : { type: "keyword", ignore_above: 1024 };
}

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
