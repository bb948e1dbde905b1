import { orgJson } from "./attribute_json.ts";
import { decayJson } from "./decay_json.ts";
import { decayScores } from "./decay.ts";
import { galaxies } from "./galaxy_json.ts";
import { objectFields } from "./object_json.ts";
import type { SearchOptions } from "./options.ts";
import type { Attribute, Event, TagLink } from "./records.ts";
import { sightingJson } from "./sighting_json.ts";
import type { Store } from "./store.ts";
import { attributeCount } from "./visible.ts";

export interface EventOptions extends Pick<SearchOptions, "decayScore" | "fullModel" | "models"> {
  readonly metadata: boolean;
  readonly excludeGalaxy: boolean;
  readonly eventReports: boolean;
  readonly proposals: boolean;
  readonly ownOrg: boolean;
  /** Which attributes of a chosen event are shown. */
  readonly shows: (attribute: Attribute) => boolean;
}

/** An event of `events/restSearch`: attributes of objects are inside their objects, and only there. */
export function eventJson(
  store: Store,
  event: Event,
  options: EventOptions,
): Record<string, unknown> {
  const shown = options.metadata ? [] : event.attributes.filter(options.shows);
  const attribute = (row: Attribute) => attributeJson(store, event, row, options);
  const free = shown.filter((row) => row.objectId === 0);
  return {
    ...eventFields(event),
    ...(options.ownOrg ? { event_creator_email: "admin@admin.test" } : {}),
    Org: orgJson(event.org),
    Orgc: orgJson(event.orgc),
    ...(options.metadata ? {} : { Attribute: free.map(attribute) }),
    ...(options.metadata || !options.proposals ? {} : { ShadowAttribute: [] }),
    RelatedEvent: [],
    ...(options.excludeGalaxy ? {} : { Galaxy: galaxies(store, event.tags, "event") }),
    ...(options.metadata ? {} : { Object: objects(event, shown, attribute) }),
    ...(options.metadata || !options.eventReports ? {} : { EventReport: [] }),
    CryptographicKey: [],
    ...tagList(event.tags),
  };
}

function eventFields(event: Event): Record<string, unknown> {
  return {
    id: String(event.id),
    orgc_id: String(event.orgc.id),
    org_id: String(event.org.id),
    date: event.date,
    threat_level_id: String(event.threatLevelId),
    info: event.info,
    published: event.published,
    uuid: event.uuid,
    attribute_count: String(attributeCount(event)),
    analysis: String(event.analysis),
    timestamp: String(event.timestamp),
    distribution: String(event.distribution),
    proposal_email_lock: false,
    locked: event.locked,
    publish_timestamp: String(event.publishTimestamp),
    sharing_group_id: String(event.sharingGroupId),
    disable_correlation: event.disableCorrelation,
    extends_uuid: event.extendsUuid,
    protected: null,
  };
}

/** A deleted object is shown where deleted attributes are. */
function objects(
  event: Event,
  shown: readonly Attribute[],
  attribute: (row: Attribute) => Record<string, unknown>,
): Record<string, unknown>[] {
  const members = Map.groupBy(shown, (row) => row.objectId);
  return event.objects
    .filter((object) => !object.deleted || members.has(object.id))
    .map((object) => ({
      ...objectFields(object),
      ObjectReference: [],
      Attribute: (members.get(object.id) ?? []).map(attribute),
    }));
}

function attributeJson(
  store: Store,
  event: Event,
  row: Attribute,
  options: EventOptions,
): Record<string, unknown> {
  const sightings = store.sightings.filter((sighting) => sighting.attributeId === row.id)
    .map((sighting) => sightingJson(sighting, { attribute_uuid: row.uuid }));
  return {
    ...attributeFields(row),
    ...(options.excludeGalaxy ? {} : { Galaxy: galaxies(store, row.tags, "attribute") }),
    ...(options.decayScore ? decayList(store, event, row, options) : {}),
    ...(options.proposals ? { ShadowAttribute: [] } : {}),
    ...tagList(row.tags),
    ...(sightings.length === 0 ? {} : { Sighting: sightings }),
  };
}

function attributeFields(row: Attribute): Record<string, unknown> {
  return {
    id: String(row.id),
    type: row.type,
    category: row.category,
    to_ids: row.toIds,
    uuid: row.uuid,
    event_id: String(row.eventId),
    distribution: String(row.distribution),
    timestamp: String(row.timestamp),
    comment: row.comment,
    sharing_group_id: String(row.sharingGroupId),
    deleted: row.deleted,
    disable_correlation: row.disableCorrelation,
    object_id: String(row.objectId),
    object_relation: row.objectRelation,
    first_seen: row.firstSeen,
    last_seen: row.lastSeen,
    value: row.value,
  };
}

function decayList(store: Store, event: Event, attribute: Attribute, options: EventOptions) {
  const { models, fullModel } = options;
  const { sightings, clock } = store;
  const scores = decayScores({ attribute, event, models, sightings, now: clock.now() });
  return scores.length === 0 ? {} : { decay_score: scores.map((row) => decayJson(row, fullModel)) };
}

function tagList(links: readonly TagLink[]): Record<string, unknown> {
  if (links.length === 0) return {};
  return {
    Tag: links.map(({ tag, local }) => ({
      id: String(tag.id),
      name: tag.name,
      colour: tag.colour,
      exportable: true,
      user_id: "0",
      hide_tag: false,
      numerical_value: tag.numericalValue,
      is_galaxy: tag.isGalaxy,
      is_custom_galaxy: false,
      local_only: false,
      local,
      relationship_type: null,
    })),
  };
}
