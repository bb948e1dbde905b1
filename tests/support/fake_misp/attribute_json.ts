import { decayJson } from "./decay_json.ts";
import { decayScores } from "./decay.ts";
import type { SearchOptions } from "./options.ts";
import type { Attribute, Event, MispObject, Tag, TagLink } from "./records.ts";
import type { Store } from "./store.ts";
import { sightingJson } from "./sighting_json.ts";
import { findById } from "./store.ts";
import type { Row } from "./visible.ts";

/** Writes rows of `attributes/restSearch`; text that many rows share is made once per search. */
export class AttributeWriter {
  readonly #events = new Map<number, string>();
  readonly #tags = new Map<Tag, readonly [shared: string, local: string, inherited: string]>();

  constructor(readonly store: Store, readonly options: SearchOptions) {}

  /** One row; pieces in the order in which MISP sends the keys. */
  text({ attribute, event }: Row): string {
    return commonStart(attribute) + this.#extras(attribute, event) + this.#event(event) +
      this.#object(attribute, event) + (this.options.proposals ? `,"ShadowAttribute":[]` : "") +
      this.#tagList(attribute, event) + "}";
  }

  #extras(attribute: Attribute, event: Event): string {
    const { options } = this;
    if (!options.any) return "";
    let text = "";
    if (options.attachments && attribute.data !== null) text += `,"data":"${attribute.data}"`;
    if (options.sightings) text += `,"Sighting":[${this.#sightings(attribute)}]`;
    if (options.correlations) text += `,"RelatedAttribute":[]`;
    if (options.warninglistHits) text += this.#warnings(attribute);
    if (options.eventUuid) text += `,"event_uuid":"${event.uuid}"`;
    if (options.decayScore) text += this.#decay(attribute, event);
    return text;
  }

  #sightings(attribute: Attribute): string {
    return this.store.sightings
      .filter((sighting) => sighting.attributeId === attribute.id)
      .map((sighting) => JSON.stringify(sightingJson(sighting, { attribute_uuid: attribute.uuid })))
      .join(",");
  }

  #warnings({ value }: Attribute): string {
    const hits = this.store.warninglists.filter((list) => list.values.has(value)).map((list) => ({
      match: value,
      value,
      warninglist_id: String(list.id),
      warninglist_name: list.name,
      warninglist_category: list.category,
    }));
    return hits.length === 0 ? "" : `,"warnings":${JSON.stringify(hits)}`;
  }

  #decay(attribute: Attribute, event: Event): string {
    const { store, options } = this;
    const { sightings } = store;
    const models = options.models;
    const scores = decayScores({ attribute, event, models, sightings, now: store.clock.now() });
    if (scores.length === 0) return "";
    return `,"decay_score":${
      JSON.stringify(scores.map((row) => decayJson(row, options.fullModel)))
    }`;
  }

  #event(event: Event): string {
    let text = this.#events.get(event.id);
    if (text === undefined) {
      text = `,"Event":${JSON.stringify(this.options.context ? contextOf(event) : briefOf(event))}`;
      this.#events.set(event.id, text);
    }
    return text;
  }

  #object(attribute: Attribute, event: Event): string {
    if (attribute.objectId === 0) return "";
    const object: MispObject | undefined = findById(event.objects, attribute.objectId);
    return `,"Object":{"id":"${attribute.objectId}","distribution":"${
      object?.distribution ?? 5
    }",` +
      `"sharing_group_id":"${object?.sharingGroupId ?? 0}"}`;
  }

  #tagList(attribute: Attribute, event: Event): string {
    const inherited = this.options.eventTags ? event.tags : [];
    if (attribute.tags.length === 0 && inherited.length === 0) return "";
    const own = attribute.tags.map((link) => this.#tag(link)[link.local ? 1 : 0]);
    return `,"Tag":[${[...own, ...inherited.map((link) => this.#tag(link)[2])].join(",")}]`;
  }

  #tag({ tag }: TagLink): readonly [string, string, string] {
    let texts = this.#tags.get(tag);
    if (texts === undefined) {
      const { id, name, colour, numericalValue } = tag;
      const start = { id: String(id), name, colour, numerical_value: numericalValue };
      const own = (local: boolean) => JSON.stringify({ ...start, is_galaxy: tag.isGalaxy, local });
      texts = [own(false), own(true), JSON.stringify({ ...start, inherited: 1 })];
      this.#tags.set(tag, texts);
    }
    return texts;
  }
}

/** The keys of every row, up to and with `value`. */
function commonStart(row: Attribute): string {
  const relation = row.objectRelation === null ? "null" : JSON.stringify(row.objectRelation);
  const comment = row.comment === "" ? '""' : JSON.stringify(row.comment);
  return `{"id":"${row.id}","event_id":"${row.eventId}","object_id":"${row.objectId}",` +
    `"object_relation":${relation},"category":"${row.category}","type":"${row.type}",` +
    `"to_ids":${row.toIds},"uuid":"${row.uuid}","timestamp":"${row.timestamp}",` +
    `"distribution":"${row.distribution}","sharing_group_id":"${row.sharingGroupId}",` +
    `"comment":${comment},"deleted":${row.deleted},"disable_correlation":${row.disableCorrelation},` +
    `"first_seen":${quoted(row.firstSeen)},"last_seen":${quoted(row.lastSeen)},` +
    `"value":${JSON.stringify(row.value)}`;
}

function quoted(time: string | null): string {
  return time === null ? "null" : `"${time}"`;
}

function briefOf(event: Event): Record<string, unknown> {
  return {
    org_id: String(event.org.id),
    distribution: String(event.distribution),
    publish_timestamp: String(event.publishTimestamp),
    id: String(event.id),
    info: event.info,
    orgc_id: String(event.orgc.id),
    uuid: event.uuid,
  };
}

/** `includeContext`: the event with its tags and the organisation that made it. */
function contextOf(event: Event): Record<string, unknown> {
  return {
    id: String(event.id),
    orgc_id: String(event.orgc.id),
    org_id: String(event.org.id),
    date: event.date,
    threat_level_id: String(event.threatLevelId),
    info: event.info,
    published: event.published,
    uuid: event.uuid,
    analysis: String(event.analysis),
    timestamp: String(event.timestamp),
    distribution: String(event.distribution),
    publish_timestamp: String(event.publishTimestamp),
    sharing_group_id: String(event.sharingGroupId),
    extends_uuid: event.extendsUuid,
    Tag: event.tags.map(contextTag),
    Orgc: orgJson(event.orgc),
  };
}

function contextTag({ tag, local }: TagLink): Record<string, unknown> {
  const { id, name, colour, numericalValue } = tag;
  return { local, id: String(id), name, colour, numerical_value: numericalValue };
}

export function orgJson({ id, name, uuid }: Event["org"]): Record<string, unknown> {
  return { id: String(id), name, uuid, local: true };
}
