/** Attributes, with their events and objects, wherever they lie in an answer or a file of MISP. */
import type { MispAttribute, MispEvent, MispObject } from "../../lib/ecs/misp.ts";
import type { Json } from "./documents.ts";

export interface Row {
  readonly attribute: MispAttribute;
  readonly event: MispEvent;
  readonly object?: MispObject;
}

function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A list, also where Elastic Agent has split one and left a single element. */
export function listOf(value: unknown): readonly Json[] {
  return (Array.isArray(value) ? value : [value]).filter(isJson);
}

/** Attributes on their own and in objects. */
export function rowsOf(event: Json): readonly Row[] {
  const alone = listOf(event["Attribute"]).map((attribute) => ({ attribute, event }));
  const inObjects = listOf(event["Object"]).flatMap((object) =>
    listOf(object["Attribute"]).map((attribute) => ({ attribute, event, object }))
  );
  return [...alone, ...inObjects];
}

/** Every attribute and event anywhere below a value. */
export function rowsBelow(value: unknown): readonly Row[] {
  if (Array.isArray(value)) return value.flatMap(rowsBelow);
  if (!isJson(value)) return [];
  const below = Object.values(value).flatMap(rowsBelow);
  if (isJson(value["Event"]) && "Attribute" in value["Event"]) {
    return [...rowsOf(value["Event"]), ...below];
  }
  if ("type" in value && "value" in value && "uuid" in value) {
    return [{ attribute: value, event: isJson(value["Event"]) ? value["Event"] : {} }, ...below];
  }
  if ("info" in value && "uuid" in value) return [{ attribute: {}, event: value }, ...below];
  return below;
}
