import { indexCluster, linkedClusters } from "./galaxy_json.ts";
import type { Event, Org, TagLink } from "./records.ts";
import type { Store } from "./store.ts";
import { attributeCount } from "./visible.ts";

/** A row of `/events/index`: `GalaxyCluster` is left out when there is none, `EventTag` never. */
export function indexRow(store: Store, event: Event): Record<string, unknown> {
  const clusters = linkedClusters(store, event.tags);
  return {
    ...eventFields(event),
    Org: briefOrg(event.org),
    Orgc: briefOrg(event.orgc),
    ...(clusters.length === 0 ? {} : { GalaxyCluster: clusters.map(indexCluster) }),
    EventTag: event.tags.map((link) => eventTag(event, link)),
  };
}

function eventFields(event: Event): Record<string, unknown> {
  return {
    id: String(event.id),
    org_id: String(event.org.id),
    date: event.date,
    info: event.info,
    uuid: event.uuid,
    published: event.published,
    analysis: String(event.analysis),
    attribute_count: String(attributeCount(event)),
    orgc_id: String(event.orgc.id),
    timestamp: String(event.timestamp),
    distribution: String(event.distribution),
    sharing_group_id: String(event.sharingGroupId),
    proposal_email_lock: false,
    locked: event.locked,
    threat_level_id: String(event.threatLevelId),
    publish_timestamp: String(event.publishTimestamp),
    sighting_timestamp: String(event.sightingTimestamp),
    disable_correlation: event.disableCorrelation,
    extends_uuid: event.extendsUuid,
    protected: null,
  };
}

export function minimalRow(event: Event): Record<string, unknown> {
  return {
    id: String(event.id),
    timestamp: String(event.timestamp),
    sighting_timestamp: String(event.sightingTimestamp),
    published: event.published,
    uuid: event.uuid,
    orgc_uuid: event.orgc.uuid,
  };
}

function briefOrg({ id, name, uuid }: Org): Record<string, unknown> {
  return { id: String(id), name, uuid };
}

function eventTag(event: Event, { id, tag, local }: TagLink): Record<string, unknown> {
  return {
    id: String(id),
    event_id: String(event.id),
    tag_id: String(tag.id),
    local,
    relationship_type: "",
    Tag: { id: String(tag.id), name: tag.name, colour: tag.colour, is_galaxy: tag.isGalaxy },
  };
}
