/** Groups events into requests of about equal weight. */
import type { EventRequest } from "./types.ts";

/** MISP copes with thousands of ids, but a URL-sized body is kinder to proxies and logs. */
const EVENTS_AT_MOST = 1000;

/**
 * Chunks whose attribute counts add up to `attributesAtMost` or less, as that is when a chunk is
 * made; a larger event is alone in its chunk. Events that were sighted are kept apart: asking for sightings costs MISP a query a
 * row.
 */
export function* chunksOf<T extends EventRequest>(
  events: Iterable<T>,
  attributesAtMost: () => number,
): Generator<readonly T[]> {
  const open = { plain: new Chunk<T>(), sighted: new Chunk<T>() };
  for (const event of events) {
    const chunk = event.sighted ? open.sighted : open.plain;
    if (!chunk.fits(event, attributesAtMost())) yield chunk.take();
    chunk.add(event);
  }
  for (const chunk of [open.plain, open.sighted]) if (!chunk.isEmpty) yield chunk.take();
}

class Chunk<T extends EventRequest> {
  #events: T[] = [];
  #attributes = 0;

  get isEmpty(): boolean {
    return this.#events.length === 0;
  }

  fits(event: T, attributesAtMost: number): boolean {
    return this.isEmpty ||
      (this.#events.length < EVENTS_AT_MOST &&
        this.#attributes + event.attributeCount <= attributesAtMost);
  }

  add(event: T): void {
    this.#events.push(event);
    this.#attributes += event.attributeCount;
  }

  take(): readonly T[] {
    const events = this.#events;
    this.#events = [];
    this.#attributes = 0;
    return events;
  }
}
