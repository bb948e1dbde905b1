/** Rows of MISP's answers, read as tolerantly as possible and as strictly as identity needs. */
import type { MispAttribute, MispEvent, MispObject } from "../ecs/misp.ts";
import { flag, integer, isObject, type JsonObject, text } from "../ecs/read.ts";
import type { EventRow, SourceAttribute } from "../sync/types.ts";
import { MalformedAnswer } from "./elements.ts";
import { isUuid } from "./uuid.ts";

function requireObject(row: unknown, what: string): JsonObject {
  if (isObject(row)) return row;
  throw new MalformedAnswer(
    `The answer has ${JSON.stringify(row)?.slice(0, 60)} in place of ${what}`,
  );
}

/** In lower case: it becomes a document's id, for which no other text may pass. */
function requireUuid(row: JsonObject, what: string): string {
  const uuid = row["uuid"];
  if (typeof uuid === "string" && isUuid(uuid)) return uuid.toLowerCase();
  throw new MalformedAnswer(`The answer has ${what} without a uuid`);
}

function seconds(value: unknown): number {
  return integer(value) ?? 0;
}

/**
 * A row of `/events/index`; without a uuid there is nothing it could be reconciled with. The event
 * is known by its uuid in lower case, in documents too.
 */
export function eventRow(row: unknown): EventRow {
  const object = requireObject(row, "an event");
  const uuid = requireUuid(object, "an event");
  const event: MispEvent = object["uuid"] === uuid ? object : { ...object, uuid };
  return {
    uuid,
    id: text(event.id) ?? "",
    timestamp: seconds(event.timestamp),
    publishTimestamp: seconds(event.publish_timestamp),
    sightingTimestamp: seconds(event.sighting_timestamp),
    published: flag(event.published) ?? false,
    attributeCount: seconds(event.attribute_count),
    event,
  };
}

/**
 * As `eventRow()`, of a list that is believed: an event whose attributes could not be asked for, or
 * that seems not to be published, would lose its documents.
 */
export function listedRow(row: unknown): EventRow {
  const listed = eventRow(row);
  if (!ID.test(listed.id)) {
    throw new MalformedAnswer(`The answer has event ${listed.uuid} without an id`);
  }
  if (flag(listed.event.published) === undefined) {
    throw new MalformedAnswer(
      `The answer does not tell whether event ${listed.uuid} is published`,
    );
  }
  return listed;
}

/** Of events and of objects. */
const ID = /^[0-9]+$/;

export interface AttributeRow extends SourceAttribute {
  readonly id: number;
  readonly eventId: string;
  /** `"0"` for an attribute that stands alone. */
  readonly objectId: string;
  /** Not known from the row: `deleted` is the row's own. */
  readonly object: undefined;
}

/** A row of `/attributes/restSearch`, or of a feed. */
export function attributeRow(row: unknown): AttributeRow {
  const object = requireObject(row, "an attribute");
  const attribute = withoutEmptySightings(object);
  return {
    uuid: requireUuid(object, "an attribute"),
    id: seconds(attribute.id),
    eventId: text(attribute.event_id) ?? "",
    objectId: text(attribute.object_id) ?? "0",
    attribute,
    object: undefined,
    deleted: isDeleted(attribute),
  };
}

/**
 * An empty list comes only where sightings were asked for: a document must not depend on whether
 * they were, so never having been seen is the same as not having been asked about.
 */
function withoutEmptySightings(attribute: MispAttribute): MispAttribute {
  const { Sighting: sightings } = attribute;
  if (!Array.isArray(sightings) || sightings.length > 0) return attribute;
  const { Sighting: _, ...rest } = attribute;
  return rest;
}

export function isDeleted(row: { readonly deleted?: unknown }): boolean {
  return flag(row.deleted) ?? false;
}

/** How many of the rows are not deleted, which are those that MISP counts. */
export function liveOf(rows: readonly AttributeRow[]): number {
  let live = 0;
  for (const { deleted } of rows) if (!deleted) live++;
  return live;
}

/**
 * The first uuid, in their order, that more than one row has: they would be one document, now this
 * row and now that. Told by sorting, as V8 keeps a copy of each text that a `Set` is asked for.
 */
export function twinOf(rows: readonly { readonly uuid: string }[]): string | undefined {
  const uuids = rows.map((row) => row.uuid).sort();
  return uuids.find((uuid, at) => uuid === uuids[at + 1]);
}

/** A row of `/objects/restSearch`; its `Event` is known from elsewhere. */
export function objectRow(row: unknown): { readonly id: string; readonly object: MispObject } {
  const { Event: _, ...object } = requireObject(
    requireObject(row, "an object")["Object"],
    "an object",
  );
  const id = text(object["id"]) ?? "";
  if (!ID.test(id)) throw new MalformedAnswer("The answer has an object without an id");
  return { id, object };
}

/** A row of `/sightings/restSearch`. */
export function sightingRow(row: unknown): { readonly id: number; readonly eventId: string } {
  const sighting = requireObject(requireObject(row, "a sighting")["Sighting"], "a sighting");
  return { id: integer(sighting["id"]) ?? 0, eventId: text(sighting["event_id"]) ?? "" };
}
