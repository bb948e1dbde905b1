/** The moments of an attribute that its end is counted from. */
import { parseDate } from "../../ecs/dates.ts";
import type { MispAttribute } from "../../ecs/misp.ts";
import { isObject, list } from "../../ecs/read.ts";
import type { Times } from "./polynomial.ts";

/** What the computation reads of an attribute. */
export type DecayAttribute = Pick<
  MispAttribute,
  "type" | "timestamp" | "last_seen" | "Tag" | "Sighting" | "decay_score"
>;

export interface Stamps {
  readonly changedMs: number | undefined;
  readonly seenMs: number | undefined;
}

export function readStamps(attribute: DecayAttribute): Stamps {
  return {
    changedMs: parseDate(attribute.timestamp),
    seenMs: parseDate(attribute.last_seen),
  };
}

/** The later of `timestamp` and `last_seen`. */
export function newest({ changedMs, seenMs }: Stamps): number | undefined {
  if (changedMs === undefined) return seenMs;
  return seenMs === undefined ? changedMs : Math.max(changedMs, seenMs);
}

/**
 * Whence MISP counts the age (`DecayingModelsFormulas/Base.php`), in whole seconds: the last
 * sighting of type 0, unless the attribute was edited after it; else `last_seen`, even where that
 * is older than the sighting or the edit; else `timestamp`.
 *
 * False positives (type 1) and expirations (type 2) move nothing: MISP asks for sightings of type 0
 * alone, and neither formula reads the others. Undefined when there is no usable time.
 */
export function timesOf(stamps: Stamps, sightings: unknown): Times | undefined {
  const changed = wholeSeconds(stamps.changedMs);
  const seen = wholeSeconds(stamps.seenMs);
  const sighted = lastSighting(sightings);
  const startMs = sighted !== undefined && sighted >= (changed ?? 0) ? sighted : seen ?? changed;
  return startMs === undefined ? undefined : { startMs, changedMs: changed ?? startMs };
}

function lastSighting(sightings: unknown): number | undefined {
  let last: number | undefined;
  for (const entry of list(sightings)) {
    if (!isObject(entry) || String(entry.type) !== "0") continue;
    const at = wholeSeconds(parseDate(entry.date_sighting));
    if (at !== undefined && (last === undefined || at > last)) last = at;
  }
  return last;
}

function wholeSeconds(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : Math.floor(ms / 1000) * 1000;
}
