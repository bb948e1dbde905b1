/** The events to fetch, packed until their turn comes: of tens of thousands, most wait for minutes. */
import type { MispEvent } from "../ecs/misp.ts";
import type { PackedTexts } from "./packed_texts.ts";
import type { EventRequest, EventStamps } from "./types.ts";

/** An event to fetch, with what the ledger will say of it afterwards. */
export interface PlannedEvent extends EventRequest, EventStamps {
  /** Whether the ledger has an entry of it. */
  readonly isKnown: boolean;
  readonly sighting: number;
  /** The event as JSON, to map its attributes with. */
  readonly context: string;
}

/** In no text of JSON. */
const SEPARATOR = "\t";

/** Returns the place of the event among `texts`. */
export function packEvent(
  texts: PackedTexts,
  planned: Omit<PlannedEvent, "context">,
  event: MispEvent,
): number {
  return texts.add(`${JSON.stringify(planned)}${SEPARATOR}${JSON.stringify(event)}`);
}

function unpackEvent(texts: PackedTexts, place: number): PlannedEvent {
  const text = texts.take(place);
  const at = text.indexOf(SEPARATOR);
  return { ...JSON.parse(text.slice(0, at)), context: text.slice(at + 1) };
}

/** In the order in which they were added. They are given once: what has been fetched is not kept. */
export class PlannedEvents implements Iterable<PlannedEvent> {
  readonly #texts: PackedTexts;
  readonly #places: number[] = [];
  /** Of all events. */
  attributes = 0;

  /** @param texts where the events are packed. */
  constructor(texts: PackedTexts) {
    this.#texts = texts;
  }

  get length(): number {
    return this.#places.length;
  }

  add(place: number, attributeCount: number): void {
    this.#places.push(place);
    this.attributes += attributeCount;
  }

  *[Symbol.iterator](): Generator<PlannedEvent> {
    for (const place of this.#places) yield unpackEvent(this.#texts, place);
  }
}
