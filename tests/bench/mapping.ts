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

/** What is read of an event: its row of the list, its attributes and its objects. */
interface EventTexts {
  readonly uuid: string;
  readonly texts: readonly string[];
}

type Parsed = readonly [
  row: Record<string, unknown>,
  attributes: readonly unknown[],
  objects: readonly { readonly Object: MispObject }[],
];

function addTimes(times: Times, events: readonly ArchivedEvent[], now: number): void {
  const read = events.map(textsOf);
  const start = performance.now();
  const parsed = read.map(({ texts }) => texts.map((text) => JSON.parse(text)));
  const written = parsed.map((values) => values.map((value) => JSON.stringify(value)));
  times.json += performance.now() - start;
  if (written.length !== events.length) throw new Error("Nothing was written");
  const sources = parsed.map((values, index) =>
    sourcesOf(read[index]?.uuid ?? "", values as unknown as Parsed)
  );
  const begun = performance.now();
  const documents = sources.map((source) => documentsOf(source, now));
  times.mapping += performance.now() - begun;
  if (documents.length !== events.length) throw new Error("Nothing was mapped");
}

function textsOf({ uuid, index, rows, objects }: ArchivedEvent): EventTexts {
  return { uuid, texts: [new TextDecoder().decode(index), listText(rows), listText(objects)] };
}

function listText(rows: Uint8Array): string {
  return `[${new TextDecoder().decode(rows).slice(0, -1)}]`;
}

function sourcesOf(uuid: string, [row, rows, objects]: Parsed) {
  const byId = new Map(objects.map(({ Object: object }) => [String(object.id), object]));
  const attributes = [...wholeEvent(uuid, rows.map(attributeRow), byId)]
    .flatMap(({ attributes }) => attributes);
  return { row, attributes };
}

function documentsOf(
  { row, attributes }: ReturnType<typeof sourcesOf>,
  now: number,
): EcsDocument[] {
  const context = prepareEvent(row, SETTINGS);
  return attributes.map(({ attribute, object }) => toDocument(attribute, context, { now, object }));
}
