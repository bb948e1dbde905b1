/** The mapping alone, beside parsing and writing the same rows as JSON. */
import { type EcsDocument, prepareEvent, toDocument } from "../../lib/ecs/document.ts";
import type { MappingSettings } from "../../lib/ecs/settings.ts";
import { wholeEvent } from "../../lib/misp/members.ts";
import { attributeRow } from "../../lib/misp/rows.ts";
import type { MispObject } from "../../lib/ecs/misp.ts";
import { atMost, type Figure } from "./figure.ts";
import type { BenchOptions } from "./options.ts";
import { type ArchivedEvent, makeArchive } from "./stand_in/archive.ts";

const PER_EVENT = 20;
/** Events between two looks at the clock: what disturbs one side disturbs the other. */
const EVENTS_AT_ONCE = 50;

const SETTINGS: MappingSettings = {
  dataset: "ti_misp.threat_attributes",
  mispUrl: "https://misp.example",
  tags: [],
  expirationMs: 0,
  attachments: false,
};

interface Times {
  json: number;
  mapping: number;
}

export function mapping(options: BenchOptions): Promise<Figure[]> {
  const now = Math.floor(Date.now() / 1000);
  const events = Math.round(options.attributes / PER_EVENT);
  const archive = makeArchive({ events, attributes: PER_EVENT, now });
  // The first is not counted: the compiler is still at work.
  const [, ...runs] = Array.from({ length: options.runs + 1 }, () => timesOf(archive, now * 1000));
  const each = (ms: number) => ms * 1000 / options.attributes;
  return Promise.resolve([
    {
      name: "mapping: time",
      unit: "µs/document",
      values: runs.map(({ mapping }) => each(mapping)),
      peer: { name: "JSON in and out", values: runs.map(({ json }) => each(json)) },
      bars: [atMost(1, "ratio")],
    },
    {
      name: "mapping: speed",
      unit: "documents/s",
      values: runs.map(({ mapping }) => options.attributes * 1000 / mapping),
    },
  ]);
}

function timesOf(archive: readonly ArchivedEvent[], now: number): Times {
  const times: Times = { json: 0, mapping: 0 };
  for (let at = 0; at < archive.length; at += EVENTS_AT_ONCE) {
    addTimes(times, archive.slice(at, at + EVENTS_AT_ONCE), now);
  }
  return times;
}

function addTimes(times: Times, events: readonly ArchivedEvent[], now: number): void {
  const texts = events.map(({ rows }) => listText(rows));
  const start = performance.now();
  const parsed: unknown[][] = texts.map((text) => JSON.parse(text));
  const written = parsed.map((rows) => JSON.stringify(rows));
  times.json += performance.now() - start;
  if (written.length !== events.length) throw new Error("Nothing was written");
  const sources = events.map((event, index) => sourcesOf(event, parsed[index] ?? []));
  const begun = performance.now();
  const documents = events.map((event, index) => documentsOf(event, sources[index] ?? [], now));
  times.mapping += performance.now() - begun;
  if (documents.length !== events.length) throw new Error("Nothing was mapped");
}

function listText(rows: Uint8Array): string {
  return `[${new TextDecoder().decode(rows).slice(0, -1)}]`;
}

function sourcesOf({ uuid, objects }: ArchivedEvent, rows: readonly unknown[]) {
  const list: { Object: MispObject }[] = JSON.parse(listText(objects));
  const byId = new Map(list.map(({ Object: object }) => [String(object.id), object]));
  return [...wholeEvent(uuid, rows.map(attributeRow), byId)].flatMap(({ attributes }) =>
    attributes
  );
}

function documentsOf(
  { index }: ArchivedEvent,
  sources: ReturnType<typeof sourcesOf>,
  now: number,
): EcsDocument[] {
  const context = prepareEvent(JSON.parse(new TextDecoder().decode(index)), SETTINGS);
  return sources.map(({ attribute, object }) => toDocument(attribute, context, { now, object }));
}
