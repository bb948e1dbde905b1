/** `misp.event.*`, `misp.org.*` and `misp.orgc.*` */
import { dateText } from "./dates.ts";
import type { MispEvent } from "./misp.ts";
import { flag, integer, isObject, text } from "./read.ts";

export type MispEventFields = ReturnType<typeof mispEventFields>;

/** The stamps come last: they move with each edit of the event and are no part of a content hash. */
export function mispEventFields(event: MispEvent) {
  return {
    id: text(event.id),
    uuid: text(event.uuid),
    info: text(event.info),
    date: dayOrDate(event.date),
    analysis: integer(event.analysis),
    threat_level_id: integer(event.threat_level_id),
    published: flag(event.published),
    org_id: text(event.org_id),
    orgc_id: text(event.orgc_id),
    distribution: integer(event.distribution),
    sharing_group_id: text(event.sharing_group_id),
    extends_uuid: text(event.extends_uuid),
    locked: flag(event.locked),
    disable_correlation: flag(event.disable_correlation),
    proposal_email_lock: flag(event.proposal_email_lock),
    creator_email: text(event.event_creator_email),
    attribute_count: integer(event.attribute_count),
    timestamp: dateText(event.timestamp),
    publish_timestamp: dateText(event.publish_timestamp),
    sighting_timestamp: dateText(event.sighting_timestamp),
  };
}

/** Without what every edit of the event moves. */
export function stableFields(fields: MispEventFields | undefined) {
  return {
    ...fields,
    attribute_count: undefined,
    timestamp: undefined,
    publish_timestamp: undefined,
    sighting_timestamp: undefined,
  };
}

/** A plain day is written as sent, any other form as a point in time. */
function dayOrDate(value: unknown): string | undefined {
  const date = dateText(value);
  const isDay = typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value);
  return date !== undefined && isDay ? value : date;
}

export type OrganisationFields = ReturnType<typeof organisationFields>;

export function organisationFields(organisation: unknown) {
  const { id, name, uuid, local } = isObject(organisation) ? organisation : {};
  return { id: text(id), name: text(name), uuid: text(uuid), local: flag(local) };
}

/** The fields themselves, or nothing when all of them are absent. */
export function unlessEmpty<Fields extends object>(fields: Fields): Fields | undefined {
  return Object.values(fields).every((value) => value === undefined) ? undefined : fields;
}
