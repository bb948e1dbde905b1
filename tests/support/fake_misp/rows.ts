import { typeDefaults } from "./attribute_types.ts";
import type { AttributeInput, EventInput, ObjectInput } from "./inputs.ts";
import { normalisedValue, storedText } from "./normalise.ts";
import { objectTemplate } from "./object_templates.ts";
import type { Attribute, MispObject, Mutable, MutableEvent } from "./records.ts";
import { uuidOf } from "./random.ts";
import type { Store } from "./store.ts";

/** Types that MISP never correlates. */
const UNCORRELATED = new Set([
  "size-in-bytes",
  "counter",
  "float",
  "datetime",
  "comment",
  "filename",
]);

/** `YYYY-MM-DD` of epoch seconds, in UTC. */
export function dateOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 10);
}

/** A row as MISP would store it; nothing is added to the store but ids and tags. */
export function newAttribute(
  store: Store,
  eventId: number,
  objectId: number,
  input: AttributeInput,
): Mutable<Attribute> {
  const id = store.nextId("attribute");
  const [category, toIds] = typeDefaults(input.type);
  return {
    id,
    uuid: input.uuid ?? uuidOf(store.seed, "attribute", id),
    eventId,
    objectId,
    objectRelation: input.objectRelation ?? null,
    category: input.category ?? category,
    type: input.type,
    value: normalisedValue(input.type, input.value),
    comment: storedText(input.comment ?? ""),
    toIds: input.toIds ?? toIds,
    timestamp: input.timestamp ?? store.clock.now(),
    distribution: input.distribution ?? 5,
    sharingGroupId: input.sharingGroupId ?? 0,
    deleted: input.deleted ?? false,
    disableCorrelation: input.disableCorrelation ?? UNCORRELATED.has(input.type),
    firstSeen: input.firstSeen ?? null,
    lastSeen: input.lastSeen ?? null,
    tags: store.links(input.tags),
    data: input.data ?? null,
    hidden: false,
  };
}

export function newObject(store: Store, eventId: number, input: ObjectInput): Mutable<MispObject> {
  const id = store.nextId("object");
  const template = objectTemplate(input.name);
  return {
    id,
    uuid: input.uuid ?? uuidOf(store.seed, "object", id),
    eventId,
    name: input.name,
    metaCategory: input.metaCategory ?? template.metaCategory,
    description: input.description ?? template.description,
    templateUuid: input.templateUuid ?? template.templateUuid,
    templateVersion: input.templateVersion ?? template.templateVersion,
    comment: input.comment ?? "",
    timestamp: input.timestamp ?? store.clock.now(),
    distribution: input.distribution ?? 5,
    sharingGroupId: input.sharingGroupId ?? 0,
    deleted: false,
    firstSeen: input.firstSeen ?? null,
    lastSeen: input.lastSeen ?? null,
  };
}

/** An event without its attributes and objects. `published: true` publishes it as MISP does on `events/add`. */
export function newEvent(store: Store, input: EventInput): MutableEvent {
  const id = store.nextId("event");
  const now = store.clock.now();
  const org = input.org ?? store.org("ORGNAME");
  const published = input.published ?? false;
  return {
    id,
    uuid: input.uuid ?? uuidOf(store.seed, "event", id),
    info: storedText(input.info ?? `Event ${id}`),
    date: input.date ?? dateOf(now),
    org,
    orgc: input.orgc ?? org,
    threatLevelId: input.threatLevelId ?? 4,
    analysis: input.analysis ?? 0,
    distribution: input.distribution ?? 3,
    sharingGroupId: input.sharingGroupId ?? 0,
    timestamp: input.timestamp ?? now,
    publishTimestamp: input.publishTimestamp ?? (published ? now : 0),
    sightingTimestamp: 0,
    published,
    locked: false,
    disableCorrelation: false,
    extendsUuid: input.extendsUuid ?? "",
    tags: store.links(input.tags),
    attributes: [],
    objects: [],
    hidden: false,
  };
}
