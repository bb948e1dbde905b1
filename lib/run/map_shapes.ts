/** What a JSON object is, told by its keys, and how to speak of what it is not. */
import { isObject, type JsonObject, text } from "../ecs/read.ts";
import { isUuid } from "../misp/uuid.ts";
import { quoted } from "./map_problem.ts";

export const EXPECTED = "an answer of MISP's restSearch, an event, an attribute, an object of " +
  "MISP, or a list of these";

const MOST_KEYS = 5;

function hasAny(item: JsonObject, keys: readonly string[]): boolean {
  return keys.some((key) => Object.hasOwn(item, key));
}

/** One that lacks its type or value counts as long as something else gives it away. */
export function isAttribute(item: JsonObject): boolean {
  const named = ["type", "value"].filter((key) => Object.hasOwn(item, key)).length;
  return named === 2 || named === 1 && hasAny(item, ["category", "to_ids", "uuid"]);
}

/** An object as PyMISP writes it; MISP itself wraps objects. */
export function isMispObject(item: JsonObject): boolean {
  return Array.isArray(item["Attribute"]) &&
    hasAny(item, ["name", "meta-category", "template_uuid"]);
}

const EVENT_KEYS = [
  "info",
  "threat_level_id",
  "attribute_count",
  "publish_timestamp",
  "sighting_timestamp",
];

/** Rows of the index of events count, too. */
export function isEvent(item: JsonObject): boolean {
  return hasAny(item, EVENT_KEYS) || hasLists(item) && hasAny(item, ["uuid", "date", "Orgc"]);
}

/** What stands behind the key `Event` need not be told from anything else. */
export function isWrappedEvent(item: JsonObject): boolean {
  return isEvent(item) || hasLists(item) || hasAny(item, ["id", "uuid"]);
}

export function hasLists(item: JsonObject): boolean {
  return Array.isArray(item["Attribute"]) || Array.isArray(item["Object"]);
}

export function isWrapped(item: JsonObject): boolean {
  return Object.hasOwn(item, "Event") || isObject(item["Attribute"]) || isObject(item["Object"]);
}

/** For messages: what a value is, and of an object enough to know it again. */
export function describeValue(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (isObject(value)) return describeObject(value);
  if (typeof value === "string") return `the text ${quoted(value)}`;
  return typeof value === "number" ? `the number ${value}` : String(value);
}

function describeObject(item: JsonObject): string {
  const keys = Object.keys(item);
  const message = text(item["message"]) ?? text(item["detail"]);
  if (keys.length === 0) return "an empty JSON object";
  if (message !== undefined) return `the message ${quoted(message)}`;
  if (keys.every(isUuid)) {
    return "the manifest of a feed, which holds no attributes: they are in its <uuid>.json files";
  }
  const more = keys.length > MOST_KEYS ? " and more" : "";
  return `a JSON object with ${keys.slice(0, MOST_KEYS).map(quoted).join(", ")}${more}`;
}
