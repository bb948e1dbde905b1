/** Recognised attributes to lines of output. */
import { isKnownType } from "../ecs/attribute_types.ts";
import {
  type EcsDocument,
  type EventContext,
  type MappingSettings,
  prepareEvent,
  toDocument,
} from "../ecs/document.ts";
import { documentContent } from "../ecs/event_hash.ts";
import type { MispEvent } from "../ecs/misp.ts";
import type { MapRow } from "./map_input.ts";
import type { MapTally } from "./map_tally.ts";

export interface MapOptions {
  readonly mapping: MappingSettings;
  /** Epoch milliseconds. */
  readonly now: number;
  /** Whether deleted attributes become documents, too. */
  readonly deleted: boolean;
  /** Whether JSON is indented, for reading. */
  readonly pretty: boolean;
  readonly quiet: boolean;
}

/** Events that are remembered by their content, and how large such content may be. */
const MOST_EVENTS = 1000;
const LARGEST_KEY = 8192;

/** Gives a row's text with its line break, or undefined for one that is left out; counts both. */
export function createMapper(
  options: MapOptions,
  tally: MapTally,
): (row: MapRow) => string | undefined {
  const contextOf = contextCache(options.mapping);
  return ({ attribute, object, event, deleted }) => {
    tally.attributes++;
    if (deleted && !options.deleted) {
      tally.deleted++;
      return undefined;
    }
    const document = toDocument(attribute, contextOf(event), { now: options.now, object });
    tally.documents++;
    countOddities(document, tally);
    return `${toJson(document, options.pretty)}\n`;
  };
}

/** With the hash by which a later change is told, without what depends on when and whence. */
function toJson(document: EcsDocument, pretty: boolean): string {
  const { hash } = documentContent(document);
  const hashed = { ...document, event: { ...document.event, hash } };
  return JSON.stringify(hashed, undefined, pretty ? 2 : undefined);
}

function countOddities({ misp, threat }: EcsDocument, tally: MapTally): void {
  const { type } = misp.attribute;
  if (type !== undefined && !isKnownType(type)) {
    tally.unknownTypes.set(type, (tally.unknownTypes.get(type) ?? 0) + 1);
  }
  const { first_seen: first, last_seen: last } = threat.indicator;
  if (first !== undefined && last !== undefined && last < first) tally.seenBackwards++;
}

/** In answers of the attribute search each attribute has a copy of its event. */
function contextCache(settings: MappingSettings): (event: MispEvent) => EventContext {
  const byContent = new Map<string, EventContext>();
  let last: { readonly event: MispEvent; readonly context: EventContext } | undefined;
  function find(event: MispEvent): EventContext {
    const key = JSON.stringify(event);
    const context = byContent.get(key) ?? prepareEvent(event, settings);
    if (byContent.size >= MOST_EVENTS) byContent.clear();
    if (key.length <= LARGEST_KEY) byContent.set(key, context);
    return context;
  }
  return (event) => {
    if (last?.event !== event) last = { event, context: find(event) };
    return last.context;
  };
}
