/** Writes an event as MISP exports it to a feed: no numeric ids, stamps as texts. */
import { typeDefaults } from "./attribute_types.ts";
import { type Cluster, CLUSTERS, clusterTag, GALAXIES } from "./galaxies.ts";
import { uuidOf } from "./harmless.ts";
import { OBJECT_TEMPLATES } from "./object_templates.ts";
import type { AttributeSpec, EventSpec, ObjectSpec } from "./specs.ts";
import { type Tag, tag } from "./tags.ts";

/** An analyst who types quickly. */
const SECONDS_BETWEEN_ATTRIBUTES = 41;
const SECONDS_UNTIL_PUBLISHED = 600;

export interface FeedAttribute {
  readonly type: string;
  readonly value: string;
  readonly timestamp: string;
}

export interface FeedObject {
  readonly timestamp: string;
  readonly Attribute: readonly FeedAttribute[];
}

export interface FeedEvent {
  readonly analysis: string;
  readonly date: string;
  readonly info: string;
  readonly threat_level_id: string;
  readonly timestamp: string;
  readonly uuid: string;
  readonly Orgc: { readonly name: string; readonly uuid: string };
  readonly Tag: readonly Tag[];
  readonly Attribute: readonly FeedAttribute[];
  readonly Object?: readonly FeedObject[];
}

export function feedEvent(spec: EventSpec): FeedEvent {
  const name = `event/${spec.key}`;
  const start = epochSeconds(spec.at);
  const attributes = spec.attributes.map((each, index) =>
    feedAttribute(each, name, stamp(start, index))
  );
  const objects = (spec.objects ?? []).map((each, index) =>
    feedObject(each, name, stamp(start, attributes.length + index))
  );
  const last = lastChange([
    ...attributes,
    ...objects,
    ...objects.flatMap((each) => each.Attribute),
  ]);
  return {
    analysis: String(spec.analysis),
    date: spec.at.slice(0, 10),
    ...{ extends_uuid: spec.extends === undefined ? "" : uuidOf(`event/${spec.extends}`) },
    info: spec.info,
    ...{
      protected: false,
      publish_timestamp: String(last + SECONDS_UNTIL_PUBLISHED),
      published: true,
    },
    threat_level_id: String(spec.threatLevel),
    timestamp: String(last),
    uuid: uuidOf(name),
    Orgc: { name: spec.organisation, uuid: uuidOf(`organisation/${spec.organisation}`) },
    Tag: tags(spec),
    ...galaxies(spec),
    Attribute: attributes,
    ...(objects.length === 0 ? {} : { Object: objects }),
    ...report(spec, name, last),
  };
}

function epochSeconds(at: string): number {
  return Math.floor(Temporal.Instant.from(at).epochMilliseconds / 1000);
}

function stamp(start: number, index: number): string {
  return String(start + index * SECONDS_BETWEEN_ATTRIBUTES);
}

function lastChange(parts: readonly { readonly timestamp: string }[]): number {
  return Math.max(...parts.map(({ timestamp }) => Number(timestamp)));
}

function feedAttribute(spec: AttributeSpec, owner: string, fallback: string): FeedAttribute {
  const defaults = typeDefaults(spec.type);
  const all = tags(spec);
  const place = ["attribute", spec.relation, spec.type, spec.value];
  return {
    ...{
      category: spec.category ?? defaults.category,
      comment: spec.comment ?? "",
      deleted: spec.deleted ?? false,
      disable_correlation: spec.uncorrelated ?? false,
    },
    ...seen(spec),
    ...(spec.relation === undefined ? {} : { object_relation: spec.relation }),
    timestamp: spec.at === undefined ? fallback : String(epochSeconds(spec.at)),
    ...{ to_ids: spec.toIds ?? defaults.toIds },
    type: spec.type,
    ...{ uuid: uuidOf([owner, ...place].join("/")) },
    value: spec.value,
    ...(all.length === 0 ? {} : { Tag: all }),
    ...galaxies(spec),
  };
}

function feedObject(spec: ObjectSpec, event: string, timestamp: string): FeedObject {
  const template = OBJECT_TEMPLATES[spec.template];
  const name = objectName(event, spec.key);
  return {
    ...{
      comment: spec.comment ?? "",
      deleted: spec.deleted ?? false,
      description: template.description,
    },
    ...seen(spec),
    ...{
      "meta-category": template.metaCategory,
      name: spec.template,
      template_uuid: template.uuid,
      template_version: template.version,
    },
    timestamp,
    ...{ uuid: uuidOf(name) },
    ...references(spec, event, timestamp),
    Attribute: spec.parts.map((each) => feedAttribute(each, name, timestamp)),
  };
}

function objectName(event: string, key: string): string {
  return `${event}/object/${key}`;
}

function references(spec: ObjectSpec, event: string, timestamp: string) {
  if (spec.references === undefined) return {};
  const from = objectName(event, spec.key);
  return {
    ObjectReference: spec.references.map(({ to, relationship, comment }) => ({
      comment: comment ?? "",
      object_uuid: uuidOf(from),
      referenced_uuid: uuidOf(objectName(event, to)),
      relationship_type: relationship,
      timestamp,
      uuid: uuidOf(`${from}/reference/${relationship}/${to}`),
    })),
  };
}

function seen(spec: AttributeSpec | ObjectSpec) {
  return {
    ...(spec.firstSeen === undefined ? {} : { first_seen: spec.firstSeen }),
    ...(spec.lastSeen === undefined ? {} : { last_seen: spec.lastSeen }),
  };
}

type Tagged = Pick<AttributeSpec, "tags" | "clusters">;

function clusters(spec: Tagged): readonly Cluster[] {
  return (spec.clusters ?? []).map((name) => CLUSTERS[name]);
}

function tags(spec: Tagged): readonly Tag[] {
  return [...(spec.tags ?? []), ...clusters(spec).map(clusterTag)].map(tag);
}

/** A cluster is attached by its tag, and shown once more with all that is known of it. */
function galaxies(spec: Tagged) {
  const byGalaxy = Map.groupBy(clusters(spec), ({ galaxy }) => galaxy);
  const list = [...byGalaxy].map(([name, members]) => ({
    ...{ uuid: uuidOf(`galaxy/${name}`), ...GALAXIES[name] },
    GalaxyCluster: members.map((each) => ({
      uuid: uuidOf(`cluster/${each.value}`),
      type: GALAXIES[name].type,
      value: each.value,
      tag_name: clusterTag(each),
      description: each.description,
      meta: each.meta,
    })),
  }));
  return list.length === 0 ? {} : { Galaxy: list };
}

function report({ report: spec }: EventSpec, event: string, timestamp: number) {
  if (spec === undefined) return {};
  const { name, content } = spec;
  const uuid = uuidOf(`${event}/report/${name}`);
  return { EventReport: [{ content, deleted: false, name, timestamp: String(timestamp), uuid }] };
}
