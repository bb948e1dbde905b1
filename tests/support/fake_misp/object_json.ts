import type { Attribute, Event, MispObject, TagLink } from "./records.ts";

/** The object's own keys, in the order of every answer that holds objects. */
export function objectFields(object: MispObject): Record<string, unknown> {
  return {
    "id": String(object.id),
    "name": object.name,
    "meta-category": object.metaCategory,
    "description": object.description,
    "template_uuid": object.templateUuid,
    "template_version": object.templateVersion,
    "event_id": String(object.eventId),
    "uuid": object.uuid,
    "timestamp": String(object.timestamp),
    "distribution": String(object.distribution),
    "sharing_group_id": String(object.sharingGroupId),
    "comment": object.comment,
    "deleted": object.deleted,
    "first_seen": object.firstSeen,
    "last_seen": object.lastSeen,
  };
}

/** A row of `objects/restSearch`; without `metadata` the attributes come along, halves of values and all. */
export function objectRow(
  object: MispObject,
  event: Event,
  metadata: boolean,
): Record<string, unknown> {
  const { id, info, org, orgc } = event;
  return {
    Object: {
      ...objectFields(object),
      ...(metadata ? {} : { Attribute: attributesOf(object, event).map(objectAttribute) }),
      Event: { id: String(id), info, org_id: String(org.id), orgc_id: String(orgc.id) },
    },
  };
}

function objectAttribute(row: Attribute): Record<string, unknown> {
  const bar = row.type.includes("|") ? row.value.indexOf("|") : -1;
  return {
    id: String(row.id),
    event_id: String(row.eventId),
    object_id: String(row.objectId),
    object_relation: row.objectRelation,
    category: row.category,
    type: row.type,
    value1: bar < 0 ? row.value : row.value.slice(0, bar),
    value2: bar < 0 ? "" : row.value.slice(bar + 1),
    to_ids: row.toIds,
    uuid: row.uuid,
    timestamp: String(row.timestamp),
    distribution: String(row.distribution),
    sharing_group_id: String(row.sharingGroupId),
    comment: row.comment,
    deleted: row.deleted,
    disable_correlation: row.disableCorrelation,
    first_seen: row.firstSeen,
    last_seen: row.lastSeen,
    value: row.value,
    AttributeTag: row.tags.map((link) => attributeTag(row, link)),
  };
}

function attributeTag(row: Attribute, { id, tag, local }: TagLink): Record<string, unknown> {
  return {
    id: String(id),
    attribute_id: String(row.id),
    event_id: String(row.eventId),
    tag_id: String(tag.id),
    local,
    relationship_type: "",
    Tag: {
      id: String(tag.id),
      name: tag.name,
      colour: tag.colour,
      exportable: true,
      org_id: "0",
      user_id: "0",
      hide_tag: false,
      numerical_value: tag.numericalValue,
      is_galaxy: tag.isGalaxy,
      is_custom_galaxy: false,
      local_only: false,
    },
  };
}

function attributesOf(object: MispObject, event: Event) {
  return event.attributes.filter((row) => row.objectId === object.id && !row.deleted);
}
