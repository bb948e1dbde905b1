/** Joins attribute rows with their objects, so that the members of one object see each other. */
import type { MispObject } from "../ecs/misp.ts";
import type { EventPart, SourceAttribute } from "../sync/types.ts";
import type { AttributeRow } from "./rows.ts";
import { isDeleted } from "./rows.ts";

/** Above this an object's members are not repeated in each of its documents (n × n growth). */
export const MEMBERS_AT_MOST = 100;

export const NO_OBJECT = "0";

export interface Objects {
  has(id: string): boolean;
  get(id: string): MispObject | undefined;
}

/** Whether rows are members of objects that MISP has not given. */
export function lackObjects(rows: readonly AttributeRow[], objects: Objects): boolean {
  return rows.some(({ objectId }) => objectId !== NO_OBJECT && !objects.has(objectId));
}

/** The object as its attributes carry it: metadata where known, and its members. */
function objectOf(
  objectId: string,
  rows: readonly AttributeRow[],
  objects: Objects,
  crowded: boolean,
): MispObject {
  const known = objects.get(objectId) ?? rows[0]?.attribute.Object;
  const object = typeof known === "object" && known !== null ? known : { id: objectId };
  if (crowded) return object;
  return { ...object, Attribute: rows.map((row) => row.attribute) };
}

/**
 * All rows of one object, or of no object, as the pipeline takes them.
 *
 * @param crowded whether the object has too many members for each of them to hold all.
 */
export function joinObject(
  objectId: string,
  rows: readonly AttributeRow[],
  objects: Objects,
  crowded = rows.length > MEMBERS_AT_MOST,
): SourceAttribute[] {
  const object = objectId === NO_OBJECT ? undefined : objectOf(objectId, rows, objects, crowded);
  const objectDeleted = object !== undefined && isDeleted(object);
  return rows.map(({ uuid, attribute, deleted }) => ({
    uuid,
    attribute,
    object,
    deleted: deleted || objectDeleted,
  }));
}

/** Attributes in one part: enough to be worth it, few enough to be written before the next come. */
const ATTRIBUTES_PER_PART = 500;

/** The event in parts, from all of its rows. */
export function* wholeEvent(
  uuid: string,
  rows: readonly AttributeRow[],
  objects: Objects,
): Generator<EventPart> {
  const attributes: SourceAttribute[] = [];
  for (const [objectId, members] of Map.groupBy(rows, (row) => row.objectId)) {
    for (const attribute of joinObject(objectId, members, objects)) attributes.push(attribute);
  }
  let at = 0;
  for (; attributes.length - at > ATTRIBUTES_PER_PART; at += ATTRIBUTES_PER_PART) {
    yield { uuid, attributes: attributes.slice(at, at + ATTRIBUTES_PER_PART), last: false };
  }
  yield { uuid, attributes: at === 0 ? attributes : attributes.slice(at), last: true };
}
