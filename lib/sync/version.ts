/** What tells whether an event is still as it was when it was reconciled. */
import type { EventStamps, LedgerEntry } from "./types.ts";

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

/** The entry of an event that is yet to be reconciled, whatever its version. */
export function unreconciled(
  { uuid, timestamp, published, documents }: Pick<
    LedgerEntry,
    "uuid" | "timestamp" | "published" | "documents"
  >,
): LedgerEntry {
  return { uuid, version: NO_VERSION, timestamp, published, basis: "", documents, sighting: 0 };
}
