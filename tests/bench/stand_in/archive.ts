/** The events of a busy MISP as bytes, made once: what a stand-in sends costs it next to nothing. */
import { AttributeWriter } from "../../support/fake_misp/attribute_json.ts";
import { generate } from "../../support/fake_misp/generate.ts";
import { indexRow } from "../../support/fake_misp/index_json.ts";
import { MispModel } from "../../support/fake_misp/model.ts";
import { objectRow } from "../../support/fake_misp/object_json.ts";
import { searchOptions } from "../../support/fake_misp/options.ts";
import type { Event } from "../../support/fake_misp/records.ts";

export interface ArchivedEvent {
  readonly id: string;
  readonly uuid: string;
  /** Row of `/events/index`. */
  index: Uint8Array;
  /** Rows of `/attributes/restSearch`, ordered by object and id, each with a comma behind it. */
  rows: Uint8Array;
  /** Where each row ends, its comma included. */
  ends: Uint32Array;
  /** Rows of `/objects/restSearch`, each with a comma behind it; empty without objects. */
  readonly objects: Uint8Array;
}

export interface ArchiveOptions {
  readonly events: number;
  readonly attributes: number;
  /** Epoch seconds. */
  readonly now: number;
}

/** A model holds records; so many at a time are enough. */
const ATTRIBUTES_PER_MODEL = 50_000;

const encoder = new TextEncoder();

export function makeArchive(options: ArchiveOptions): ArchivedEvent[] {
  const { events, attributes } = options;
  const perModel = Math.max(1, Math.floor(ATTRIBUTES_PER_MODEL / attributes));
  const archive: ArchivedEvent[] = [];
  while (archive.length < events) {
    const some = Math.min(perModel, events - archive.length);
    archive.push(...archiveOf({ ...options, events: some }, archive.length));
  }
  return archive;
}

/** All attributes are wanted: neither deleted nor expired, in published events. */
function archiveOf(options: ArchiveOptions, before: number): ArchivedEvent[] {
  const { events, attributes, now } = options;
  const model = new MispModel({ now: () => now }, 1);
  const { store } = model;
  for (let id = 0; id < before; id++) store.nextId("event");
  for (let id = 0; id < before * attributes; id++) store.nextId("attribute");
  for (let id = 0; id < before * attributes; id++) store.nextId("object");
  generate(model, { events, attributes, seed: before + 1, published: 1, deleted: 0, old: 0 });
  const writer = new AttributeWriter(store, searchOptions(store, {}));
  return model.events.map((event) => archived(event, writer));
}

function archived(event: Event, writer: AttributeWriter): ArchivedEvent {
  const sorted = event.attributes.toSorted((a, b) => a.objectId - b.objectId || a.id - b.id);
  const texts = sorted.map((attribute) => `${writer.text({ attribute, event })},`);
  const objects = event.objects.map((object) =>
    `${JSON.stringify(objectRow(object, event, true))},`
  );
  return {
    id: String(event.id),
    uuid: event.uuid,
    index: encoder.encode(JSON.stringify(indexRow(writer.store, event))),
    ...joined(texts),
    objects: encoder.encode(objects.join("")),
  };
}

function joined(texts: readonly string[]): Pick<ArchivedEvent, "rows" | "ends"> {
  const parts = texts.map((text) => encoder.encode(text));
  const rows = concatenated(parts);
  const ends = new Uint32Array(parts.length);
  let end = 0;
  for (const [at, part] of parts.entries()) ends[at] = end += part.length;
  return { rows, ends };
}

export function concatenated(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Moves the stamps of an event and its attributes, as an edit and its publication would. */
export function edit(event: ArchivedEvent, now: number): void {
  const decoder = new TextDecoder();
  const stamps = { timestamp: String(now), publish_timestamp: String(now + 1) };
  const row = { ...JSON.parse(decoder.decode(event.index)), ...stamps };
  event.index = encoder.encode(JSON.stringify(row));
  const rows: Record<string, unknown>[] = JSON.parse(
    `[${decoder.decode(event.rows).slice(0, -1)}]`,
  );
  const texts = rows.map((row) => `${JSON.stringify({ ...row, timestamp: String(now) })},`);
  Object.assign(event, joined(texts));
}
