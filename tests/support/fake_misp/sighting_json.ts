import type { Sighting } from "./records.ts";

/** `attribute_uuid` ends a row inside an attribute, `value` one of a sighting search. */
export function sightingJson(
  sighting: Sighting,
  ending: { readonly attribute_uuid: string } | { readonly value: string },
): Record<string, unknown> {
  const { id, uuid, name } = sighting.org;
  return {
    id: String(sighting.id),
    attribute_id: String(sighting.attributeId),
    event_id: String(sighting.eventId),
    org_id: String(id),
    date_sighting: String(sighting.date),
    uuid: sighting.uuid,
    source: sighting.source,
    type: sighting.type,
    ...ending,
    Organisation: { id: String(id), uuid, name },
  };
}
