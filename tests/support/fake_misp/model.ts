import type { Clock } from "./clock.ts";
import {
  type AttributeChanges,
  type AttributeInput,
  type EventChanges,
  type EventInput,
  idOf,
  type ObjectInput,
  type Ref,
  type SightingInput,
  type TagInput,
} from "./inputs.ts";
import { normalisedValue } from "./normalise.ts";
import type {
  Attribute,
  Event,
  MispObject,
  Mutable,
  MutableEvent,
  Sighting,
  TagLink,
} from "./records.ts";
import { uuidOf } from "./random.ts";
import { newAttribute, newEvent, newObject } from "./rows.ts";
import { findById, Store } from "./store.ts";

/**
 * What an analyst does in MISP. Each action moves exactly the stamps that were measured on MISP 2.5.1:
 * a change of content moves `Event.timestamp` and unpublishes, a sighting or a local tag moves nothing.
 */
export class MispModel {
  readonly store: Store;

  constructor(clock: Clock, seed = 1) {
    this.store = new Store(clock, seed);
  }

  get events(): readonly Event[] {
    return this.store.events;
  }

  get attributes(): readonly Attribute[] {
    return this.store.attributes;
  }

  /** The live record; throws a RangeError when the id is unknown. */
  event(ref: Ref): Event {
    return this.store.event(ref);
  }

  attribute(ref: Ref): Attribute {
    return this.store.attribute(ref);
  }

  eventByUuid(uuid: string): Event | undefined {
    return this.store.events.find((event) => event.uuid === uuid);
  }

  attributeByUuid(uuid: string): Attribute | undefined {
    return this.store.attributes.find((attribute) => attribute.uuid === uuid);
  }

  /** Stamps given in the input are kept, as those of an event that another server sent. */
  addEvent(input: EventInput = {}): Event {
    const event = newEvent(this.store, input);
    this.store.events.push(event);
    this.importRows(event, input);
    return event;
  }

  /** Adds rows as a synchronisation from another server does: no stamp of the event moves. */
  importRows(ref: Ref, rows: Pick<EventInput, "attributes" | "objects">): void {
    const event = this.store.event(ref);
    for (const attribute of rows.attributes ?? []) this.#insert(event, 0, attribute);
    for (const object of rows.objects ?? []) this.#insertObject(event, object);
  }

  addAttribute(ref: Ref, input: AttributeInput): Attribute {
    const event = this.#touched(this.store.event(ref));
    return this.#insert(event, 0, input);
  }

  addObject(ref: Ref, input: ObjectInput): MispObject {
    return this.#insertObject(this.#touched(this.store.event(ref)), input);
  }

  /** Moves both timestamps even when nothing changes. */
  editAttribute(ref: Ref, changes: AttributeChanges = {}): Attribute {
    const attribute = Object.assign(this.#touchedAttribute(ref), changes);
    attribute.value = normalisedValue(attribute.type, attribute.value);
    return attribute;
  }

  tagAttribute(ref: Ref, tag: TagInput): Attribute {
    const link = this.store.link(tag);
    const attribute = link.local ? this.store.attribute(ref) : this.#touchedAttribute(ref);
    attribute.tags = [...attribute.tags, link];
    return attribute;
  }

  untagAttribute(ref: Ref, name: string): Attribute {
    const attribute = this.store.attribute(ref);
    if (hasSharedTag(attribute.tags, name)) this.#touchedAttribute(ref);
    attribute.tags = attribute.tags.filter((link) => link.tag.name !== name);
    return attribute;
  }

  tagEvent(ref: Ref, tag: TagInput): Event {
    const event = this.store.event(ref);
    const link = this.store.link(tag);
    event.tags = [...event.tags, link];
    return link.local ? event : this.#touched(event);
  }

  untagEvent(ref: Ref, name: string): Event {
    const event = this.store.event(ref);
    if (hasSharedTag(event.tags, name)) this.#touched(event);
    event.tags = event.tags.filter((link) => link.tag.name !== name);
    return event;
  }

  softDeleteAttribute(ref: Ref): Attribute {
    return Object.assign(this.#touchedAttribute(ref), { deleted: true });
  }

  restoreAttribute(ref: Ref): Attribute {
    return Object.assign(this.#touchedAttribute(ref), { deleted: false });
  }

  /** The row is gone, without a trace but the event's timestamp. */
  hardDeleteAttribute(ref: Ref): void {
    const attribute = this.store.attribute(ref);
    const event = this.#touched(this.store.event(attribute.eventId));
    remove(event.attributes, attribute.id);
    remove(this.store.attributes, attribute.id);
    this.store.sightings = this.store.sightings.filter((row) => row.attributeId !== attribute.id);
  }

  /** Soft: the object and its attributes stay, marked as deleted, with new timestamps. */
  deleteObject(ref: MispObject): MispObject {
    const event = this.#touched(this.store.event(ref.eventId));
    const object = findById(event.objects, ref.id);
    if (object === undefined) {
      throw new RangeError(`Cannot find object ${ref.id} in event ${event.id}`);
    }
    const mark = { deleted: true, timestamp: this.store.clock.now() };
    for (const attribute of event.attributes) {
      if (attribute.objectId === object.id) Object.assign(attribute, mark);
    }
    return Object.assign(object, mark);
  }

  editEvent(ref: Ref, changes: EventChanges = {}): Event {
    return Object.assign(this.#touched(this.store.event(ref)), changes);
  }

  /** Rows are gone; no search shows that they were there. */
  deleteEvent(ref: Ref): void {
    const event = this.store.event(ref);
    remove(this.store.events, event.id);
    this.store.attributes = this.store.attributes.filter((row) => row.eventId !== event.id);
    this.store.sightings = this.store.sightings.filter((row) => row.eventId !== event.id);
    this.store.deletedEventUuids.push(event.uuid);
  }

  publish(ref: Ref): Event {
    const publishTimestamp = this.store.clock.now();
    return Object.assign(this.store.event(ref), { published: true, publishTimestamp });
  }

  unpublish(ref: Ref): Event {
    return Object.assign(this.store.event(ref), { published: false });
  }

  /** Moves no stamp, of the event or of the attribute. */
  addSighting(ref: Ref, input: SightingInput = {}): Sighting {
    const attribute = this.store.attribute(ref);
    const id = this.store.nextId("sighting");
    const sighting = {
      id,
      uuid: uuidOf(this.store.seed, "sighting", id),
      attributeId: attribute.id,
      eventId: attribute.eventId,
      org: this.store.event(attribute.eventId).org,
      date: input.date ?? this.store.clock.now(),
      source: input.source ?? "",
      type: input.type ?? "0",
    };
    this.store.sightings.push(sighting);
    return sighting;
  }

  /** Sends the sightings to other servers, the only thing that moves `sighting_timestamp`. */
  publishSightings(ref: Ref): Event {
    const sightingTimestamp = this.store.clock.now();
    return Object.assign(this.store.event(ref), { sightingTimestamp });
  }

  /** The event, or one attribute, moves out of the key's sight; an event's attributes keep their stamps. */
  narrowDistribution(target: { readonly event: Ref } | { readonly attribute: Ref }): void {
    if ("event" in target) {
      Object.assign(this.#touched(this.store.event(target.event)), {
        distribution: 0,
        hidden: true,
      });
    } else {
      const attribute = this.#touchedAttribute(target.attribute);
      Object.assign(attribute, { distribution: 0, hidden: true });
    }
  }

  #touched(event: MutableEvent): MutableEvent {
    event.timestamp = this.store.clock.now();
    event.published = false;
    return event;
  }

  #touchedAttribute(ref: Ref): Mutable<Attribute> {
    const attribute = this.store.attribute(idOf(ref));
    attribute.timestamp = this.store.clock.now();
    this.#touched(this.store.event(attribute.eventId));
    return attribute;
  }

  #insert(event: MutableEvent, objectId: number, input: AttributeInput): Attribute {
    const attribute = newAttribute(this.store, event.id, objectId, input);
    event.attributes.push(attribute);
    this.store.attributes.push(attribute);
    return attribute;
  }

  #insertObject(event: MutableEvent, input: ObjectInput): MispObject {
    const object = newObject(this.store, event.id, input);
    event.objects.push(object);
    for (const attribute of input.attributes) this.#insert(event, object.id, attribute);
    return object;
  }
}

function hasSharedTag(links: readonly TagLink[], name: string): boolean {
  return links.some((link) => link.tag.name === name && !link.local);
}

function remove<T extends { readonly id: number }>(rows: T[], id: number): void {
  const index = rows.findIndex((row) => row.id === id);
  if (index >= 0) rows.splice(index, 1);
}
