/** Indices made before the server knew `constant_keyword` keep their keywords. */
import { isObject, type JsonObject, objectAt } from "./json.ts";

/**
 * The wanted index with the constant fields that are there as `keyword` left so: to documents it is
 * all the same, and it is not worth a new index.
 */
export function keepingKeywords(wanted: JsonObject, installed: JsonObject): JsonObject {
  const mappings = objectAt(wanted, "mappings");
  const properties = keptIn(
    objectAt(mappings, "properties"),
    objectAt(installed, "mappings", "properties"),
  );
  return { ...wanted, mappings: { ...mappings, properties } };
}

function keptIn(wanted: JsonObject, installed: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(wanted).map(([name, field]) => {
      const there = objectAt(installed, name);
      if (!isObject(field)) return [name, field];
      if (field["type"] === "constant_keyword" && there["type"] === "keyword") return [name, there];
      const below = field["properties"];
      if (!isObject(below)) return [name, field];
      return [name, { ...field, properties: keptIn(below, objectAt(there, "properties")) }];
    }),
  );
}
