/** The record that an attribute is no more, for a journal: it names the attribute and no value. */
import {
  type DocumentOptions,
  type EcsDocument,
  type EventContext,
  toDocument,
} from "./document.ts";
import type { MispAttribute, MispObject } from "./misp.ts";

/**
 * A document with `event.type: ["deletion"]`. What a rule could match is left out: the value, and
 * the comment and the object's members, which may repeat it.
 */
export function toDeletion(
  attribute: MispAttribute,
  event: EventContext,
  options: DocumentOptions,
): EcsDocument {
  const { value: _, comment: __, data: ___, Object: own, ...named } = attribute;
  const object = options.object ?? own;
  const document = toDocument({ ...named, deleted: true }, event, {
    ...options,
    object: withoutMembers(object),
  });
  return { ...document, event: DELETION_FIELDS.get(document.event) ?? deletionOf(document.event) };
}

function withoutMembers(object: unknown): MispObject | undefined {
  if (typeof object !== "object" || object === null) return undefined;
  return { ...object, Attribute: undefined };
}

/** Shared as the originals are, so that each is stringified once. */
const DELETION_FIELDS = new WeakMap<EcsDocument["event"], EcsDocument["event"]>();

function deletionOf(event: EcsDocument["event"]): EcsDocument["event"] {
  const fields = { ...event, type: ["deletion"] };
  DELETION_FIELDS.set(event, fields);
  return fields;
}
