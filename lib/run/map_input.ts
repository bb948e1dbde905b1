/**
 * Recognises MISP's JSON in whatever wrapping it comes: answers of a search, the index or a view,
 * feed files, exports, messages, and lists of these. Only the wrapping is judged, and that an
 * attribute is one; the mapping copes with the rest.
 */
import type { MispAttribute, MispEvent, MispObject } from "../ecs/misp.ts";
import { flag, isObject, type JsonObject, text } from "../ecs/read.ts";
import type { Path } from "./map_locate.ts";
import { quoted } from "./map_problem.ts";
import {
  describeValue,
  EXPECTED,
  hasLists,
  isAttribute,
  isEvent,
  isMispObject,
  isWrapped,
  isWrappedEvent,
} from "./map_shapes.ts";

export interface MapRow {
  readonly attribute: MispAttribute;
  /** The object around the attribute, when the attribute does not hold it. */
  readonly object: MispObject | undefined;
  readonly event: MispEvent;
  /** By its own flag or by that of its object. */
  readonly deleted: boolean;
}

export interface Found {
  readonly rows: MapRow[];
  eventsWithoutAttributes: number;
}

/** JSON that is none of MISP's; `path` leads to what is wrong. */
export class ShapeError extends Error {
  override readonly name = "ShapeError";
  readonly path: Path;

  constructor(place: Place, message: string) {
    super(message);
    this.path = pathOf(place);
  }
}

/** The way to a value, made longer at its end; undefined at the outermost value. */
type Place = { readonly within: Place; readonly step: string | number } | undefined;

type Take = (value: unknown, place: Place) => void;

function pathOf(place: Place): Path {
  const path: (string | number)[] = [];
  for (let at = place; at !== undefined; at = at.within) path.unshift(at.step);
  return path;
}

/** The elements of a list, or the value itself. */
function each(value: unknown, place: Place, take: Take): void {
  if (!Array.isArray(value)) return take(value, place);
  value.forEach((element, step) => take(element, { within: place, step }));
}

/**
 * Adds what `value` holds to `found`. Wrappers are looked for where MISP puts them and no deeper.
 *
 * @throws {ShapeError} when anything in it is not what it should be; `found` is then worth nothing.
 */
export function recognise(value: unknown, found: Found): void {
  each(value, undefined, (element, place) => {
    if (isObject(element) && Object.hasOwn(element, "response")) {
      const step = { within: place, step: "response" };
      each(element["response"], step, (item, place) => takeItem(item, place, found));
    } else takeItem(element, place, found);
  });
}

function takeItem(item: unknown, place: Place, found: Found): void {
  if (!isObject(item)) throw unexpected(item, place);
  if (isAttribute(item)) takeAttribute(item, place, ALONE, found);
  else if (isMispObject(item)) takeObject(item, place, undefined, found);
  else if (isWrapped(item)) takeWrapped(item, place, found);
  else if (isEvent(item)) takeEvent(item, place, found);
  else if (hasLists(item)) takeLists(item, place, undefined, found);
  else throw unexpected(item, place);
}

/** `{"Event": …}`, `{"Attribute": …}` and `{"Object": …}`, also beside each other. */
function takeWrapped(item: JsonObject, place: Place, found: Found): void {
  const { Event: events, Attribute: attribute, Object: object } = item;
  const event = eventOf(item);
  if (isObject(attribute)) {
    const around = { event, object: isObject(object) ? object : undefined };
    takeAttribute(attribute, { within: place, step: "Attribute" }, around, found);
  } else if (isObject(object)) {
    takeObject(object, { within: place, step: "Object" }, event, found);
  } else {
    each(events, { within: place, step: "Event" }, (inner, place) => {
      if (!isObject(inner) || !isWrappedEvent(inner)) throw unexpected(inner, place, "an event");
      takeEvent(inner, place, found);
    });
    takeLists(item, place, event, found);
  }
}

function eventOf(item: JsonObject): MispEvent | undefined {
  const event = item["Event"];
  return isObject(event) ? event : undefined;
}

/** What an attribute that came without its event knows of it. */
function eventNamedBy({ event_id: id, event_uuid: uuid }: MispAttribute): MispEvent {
  return { id, uuid };
}

function takeEvent(item: JsonObject, place: Place, found: Found): void {
  const { Attribute: _, Object: __, ...event } = item;
  const before = found.rows.length;
  takeLists(item, place, event, found);
  if (found.rows.length === before) found.eventsWithoutAttributes++;
}

function takeLists(
  item: JsonObject,
  place: Place,
  event: MispEvent | undefined,
  found: Found,
): void {
  const around = { event, object: undefined };
  takeList(item, "Attribute", place, (row, place) => takeAttribute(row, place, around, found));
  takeList(item, "Object", place, (row, place) => takeObject(row, place, event, found));
}

/** A list that may be absent, but must not be anything else. */
function takeList(item: JsonObject, name: "Attribute" | "Object", place: Place, take: Take): void {
  const value = item[name];
  const step = { within: place, step: name };
  if (Array.isArray(value)) each(value, step, take);
  else if (value !== undefined && value !== null) throw unexpected(value, step, "a list");
}

function takeObject(
  object: unknown,
  place: Place,
  event: MispEvent | undefined,
  found: Found,
): void {
  if (!isObject(object)) throw unexpected(object, place, "an object of MISP");
  const around = { event: eventOf(object) ?? event, object };
  takeList(object, "Attribute", place, (row, place) => takeAttribute(row, place, around, found));
}

interface Around {
  readonly event: MispEvent | undefined;
  readonly object: MispObject | undefined;
}

const ALONE: Around = { event: undefined, object: undefined };

function takeAttribute(attribute: unknown, place: Place, around: Around, { rows }: Found): void {
  if (!isObject(attribute)) throw unexpected(attribute, place, "an attribute");
  refuseIncomplete(attribute, place);
  const own = attribute["Object"];
  const container: MispObject = around.object ?? (isObject(own) ? own : {});
  rows.push({
    attribute,
    object: around.object,
    event: eventOf(attribute) ?? around.event ?? eventNamedBy(attribute),
    deleted: flag(attribute["deleted"]) === true || flag(container.deleted) === true,
  });
}

/** A blank value is a value: the mapping knows what to do with it. */
function refuseIncomplete(attribute: JsonObject, place: Place): void {
  const lacking = [
    ...text(attribute["type"]) === undefined ? ["type"] : [],
    ...Object.hasOwn(attribute, "value") ? [] : ["value"],
  ];
  if (lacking.length > 0) {
    throw new ShapeError(place, `an attribute without ${lacking.map(quoted).join(" and ")}`);
  }
  const { value } = attribute;
  if (typeof value === "object" && value !== null) {
    throw new ShapeError(place, `an attribute whose value is ${describeValue(value)}`);
  }
}

function unexpected(value: unknown, place: Place, expected: string = EXPECTED): ShapeError {
  return new ShapeError(place, `expected ${expected}, found ${describeValue(value)}`);
}
