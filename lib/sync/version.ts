/** What tells whether an event is still as it was when it was reconciled. */
import type { EventStamps } from "./types.ts";

/** No version: the event is reconciled whatever its version. */
export const NO_VERSION = "";

/**
 * Everything of an event whose change must reach its documents. The fingerprint covers what moves
 * without a stamp: local tags, a renamed organisation, the meta data of a galaxy cluster.
 */
export function versionOf(stamps: EventStamps, fingerprint: string): string {
  return [
    stamps.timestamp,
    stamps.publishTimestamp,
    stamps.sightingTimestamp,
    stamps.attributeCount,
    stamps.published ? 1 : 0,
    fingerprint,
  ].join(" ");
}
