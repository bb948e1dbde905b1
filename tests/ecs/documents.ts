/** Documents as tests look at them: as the JSON that is written. */
import {
  type DocumentOptions,
  type EcsDocument,
  type MappingSettings,
  prepareEvent,
  toDocument,
} from "../../lib/ecs/document.ts";
import { DocumentLines, joinParts } from "../../lib/ecs/document_lines.ts";
import { documentContent } from "../../lib/ecs/event_hash.ts";
import type { MispAttribute, MispEvent } from "../../lib/ecs/misp.ts";

export const NOW = Date.UTC(2026, 10, 25);

export const SETTINGS: MappingSettings = {
  dataset: "ti_misp.threat_attributes",
  mispUrl: "https://misp.example.com",
  tags: [],
  expirationMs: 90 * 86_400_000,
  attachments: true,
};

export type Json = Readonly<Record<string, unknown>>;

export interface Sample {
  readonly attribute?: MispAttribute;
  readonly event?: MispEvent;
  readonly settings?: Partial<MappingSettings>;
  readonly options?: Partial<DocumentOptions>;
}

export function mapped({ attribute = {}, event = {}, settings = {}, options = {} }: Sample): Json {
  const context = prepareEvent(event, { ...SETTINGS, ...settings });
  return JSON.parse(JSON.stringify(toDocument(attribute, context, { now: NOW, ...options })));
}

/** The document of a value; the type of interest is nearly all that matters. */
export function mappedValue(type: string, value: unknown, attribute: MispAttribute = {}): Json {
  return mapped({ attribute: { type, value, ...attribute } });
}

/** What stands at a dotted path. */
export function at(document: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>(
    (value, key) => typeof value === "object" && value !== null ? (value as Json)[key] : undefined,
    document,
  );
}

/** `threat.indicator` of a value, without what all documents have. */
export function indicatorOf(type: string, value: unknown, attribute: MispAttribute = {}): Json {
  const indicator = { ...at(mappedValue(type, value, attribute), "threat.indicator") as Json };
  for (const key of ["provider", "name"]) delete (indicator as Record<string, unknown>)[key];
  return indicator;
}

/** `misp.indicator` of a value. */
export function facetsOf(type: string, value: unknown): unknown {
  return at(mappedValue(type, value), "misp.indicator");
}

/** The line that is indexed. */
export function lineOf(document: EcsDocument, instance: string, ingested: string): string {
  const lines = new DocumentLines(instance, ingested);
  return joinParts(lines.partsOf(document, documentContent(document)));
}
