/** Joins attribute rows with their objects, so that the members of one object see each other. */
import type { MispObject } from "../ecs/misp.ts";
import type { EventPart, SourceAttribute } from "../sync/types.ts";
import type { AttributeRow } from "./rows.ts";
import { isDeleted } from "./rows.ts";

/** Above this an object's members are not repeated in each of its documents (n × n growth). */
export const MEMBERS_AT_MOST = 100;

export const NO_OBJECT = "0";

export type Objects = ReadonlyMap<string, MispObject>;

/** The object as its attributes carry it: metadata where known, and its members. */
function objectOf(objectId: string, rows: readonly AttributeRow[], objects: Objects): MispObject {
  const known = objects.get(objectId) ?? rows[0]?.attribute.Object;
  const object = typeof known === "object" && known !== null ? known : { id: objectId };
  if (rows.length > MEMBERS_AT_MOST) return object;
  return { ...object, Attribute: rows.map((row) => row.attribute) };
}

/** All rows of one object, or of no object, as the pipeline takes them. */
export function joinObject(
  objectId: string,
  rows: readonly AttributeRow[],
  objects: Objects,
): SourceAttribute[] {
  const object = objectId === NO_OBJECT ? undefined : objectOf(objectId, rows, objects);
  const objectDeleted = object !== undefined && isDeleted(object);
  return rows.map(({ uuid, attribute, deleted }) => ({
    uuid,
    attribute,
    object,
    deleted: deleted || objectDeleted,
  }));
}

/** Whole events from the rows of a chunk, one part an event, in the order asked for. */
export function* wholeEvents(
  events: readonly { readonly uuid: string; readonly id: string }[],
  rows: readonly AttributeRow[],
  objects: Objects,
): Generator<EventPart> {
  const byEvent = Map.groupBy(rows, (row) => row.eventId);
  for (const { uuid, id } of events) {
    const byObject = Map.groupBy(byEvent.get(id) ?? [], (row) => row.objectId);
    const attributes: SourceAttribute[] = [];
    for (const [objectId, members] of byObject) {
      attributes.push(...joinObject(objectId, members, objects));
    }
    yield { uuid, attributes, last: true };
  }
}
