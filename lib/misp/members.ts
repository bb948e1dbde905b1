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

/** The members of one object, each of which sees the others unless they are too many. */
function joinObject(
  objectId: string,
  rows: readonly AttributeRow[],
  objects: Objects,
  crowded: boolean,
): SourceAttribute[] {
  const object = objectOf(objectId, rows, objects, crowded);
  const objectDeleted = isDeleted(object);
  return rows.map(({ uuid, attribute, deleted }) => ({
    uuid,
    attribute,
    object,
    deleted: deleted || objectDeleted,
  }));
}

/**
 * The rows as the pipeline takes them: first those that stand alone, then object by object.
 *
 * @param crowded id of an object that has too many members, whatever of them is among the rows.
 */
export function joinRows(
  rows: readonly AttributeRow[],
  objects: Objects,
  crowded?: string,
): SourceAttribute[] {
  const attributes: SourceAttribute[] = [];
  const members: AttributeRow[] = [];
  for (const row of rows) {
    if (row.objectId === NO_OBJECT) attributes.push(row);
    else members.push(row);
  }
  for (const [objectId, ofObject] of Map.groupBy(members, (row) => row.objectId)) {
    const isCrowded = objectId === crowded || ofObject.length > MEMBERS_AT_MOST;
    for (const member of joinObject(objectId, ofObject, objects, isCrowded)) {
      attributes.push(member);
    }
  }
  return attributes;
}

/** Attributes in one part: enough to be worth it, few enough to be written before the next come. */
const ATTRIBUTES_PER_PART = 500;

/** The event in parts, from all of its rows. */
export function* wholeEvent(
  uuid: string,
  rows: readonly AttributeRow[],
  objects: Objects,
): Generator<EventPart> {
  const attributes = joinRows(rows, objects);
  let at = 0;
  for (; attributes.length - at > ATTRIBUTES_PER_PART; at += ATTRIBUTES_PER_PART) {
    yield { uuid, attributes: attributes.slice(at, at + ATTRIBUTES_PER_PART), last: false };
  }
  yield { uuid, attributes: at === 0 ? attributes : attributes.slice(at), last: true };
}
