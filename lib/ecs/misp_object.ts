/** `misp.object.*` */
import { dateText } from "./dates.ts";
import { flattenedObject, type FlattenedValue } from "./flattened.ts";
import type { MispObject } from "./misp.ts";
import { flag, integer, isObject, list, text } from "./read.ts";

/** Each document of an object holds all the object's attributes: n × n in all. */
const MOST_ATTRIBUTES = 100;

export type MispObjectFields = ReturnType<typeof mispObjectFields>;

export function mispObjectFields(object: MispObject, attachments: boolean) {
  return {
    id: text(object.id),
    uuid: text(object.uuid),
    name: text(object.name),
    meta_category: text(object["meta-category"]),
    description: text(object.description),
    comment: text(object.comment),
    template_uuid: text(object.template_uuid),
    template_version: text(object.template_version),
    event_id: text(object.event_id),
    timestamp: dateText(object.timestamp),
    distribution: integer(object.distribution),
    sharing_group_id: text(object.sharing_group_id),
    deleted: flag(object.deleted),
    first_seen: text(object.first_seen),
    last_seen: text(object.last_seen),
    attribute: objectAttributes(object.Attribute, attachments),
  };
}

function objectAttributes(attributes: unknown, attachments: boolean): FlattenedValue | undefined {
  const siblings = list(attributes);
  if (siblings.length > MOST_ATTRIBUTES) return undefined;
  const kept = siblings.flatMap((sibling) => scalarsOf(sibling, attachments) ?? []);
  return kept.length === 0 ? undefined : kept;
}

/** What MISP sends as lists and objects inside an attribute is left out. */
function scalarsOf(sibling: unknown, attachments: boolean): FlattenedValue | undefined {
  if (!isObject(sibling)) return undefined;
  return flattenedObject(sibling, 1, (key) => {
    const value = sibling[key];
    if (typeof value === "object" || (key === "data" && !attachments)) return undefined;
    return key === "timestamp" ? dateText(value) : value;
  });
}
