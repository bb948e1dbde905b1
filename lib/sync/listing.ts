/** Rows of the source's index, each judged as it comes: of ten thousand, little is kept. */
import { type MappingSettings, prepareEvent } from "../ecs/document.ts";
import type { PackedTexts } from "./packed_texts.ts";
import { classify, type ListedEvent, type Rules, type Scope } from "./plan.ts";
import { packEvent, type PlannedEvent } from "./planned_events.ts";
import type { EventRow, LedgerEntry } from "./types.ts";

export interface ListingSettings {
  readonly mapping: MappingSettings;
  readonly selects: (row: EventRow) => boolean;
  readonly scope: Scope;
  readonly known: ReadonlyMap<string, LedgerEntry>;
  readonly rules: Rules;
  /** Where events to fetch are packed. */
  readonly waiting: PackedTexts;
}

/**
 * Everything of an event whose change must reach its documents. The fingerprint covers what moves
 * without a stamp: local tags, a renamed organisation, the meta data of a galaxy cluster.
 */
export function versionOf(row: EventRow, fingerprint: string): string {
  return [
    row.timestamp,
    row.publishTimestamp,
    row.sightingTimestamp,
    row.attributeCount,
    row.published ? 1 : 0,
    fingerprint,
  ].join(" ");
}

/** What is kept of a listed event; undefined for one that is out of scope. */
export function listedEvent(row: EventRow, settings: ListingSettings): ListedEvent | undefined {
  const { mapping, scope, known, rules, waiting } = settings;
  if (!scope.includes(row)) return undefined;
  const version = versionOf(row, prepareEvent(row.event, mapping).fingerprint);
  const entry = known.get(row.uuid);
  const { id, timestamp, publishTimestamp, published, attributeCount } = row;
  const selected = settings.selects(row);
  const verdict = classify(
    { id, timestamp, publishTimestamp, published, version, selected },
    entry,
    rules,
  );
  if (verdict.state !== "new" && verdict.state !== "changed") return verdict;
  const place = packEvent(waiting, planned(row, version, entry, rules), row.event);
  const { state, cause } = verdict;
  return { state, cause, place, attributeCount };
}

function planned(
  { uuid, id, timestamp, published, attributeCount }: EventRow,
  version: string,
  entry: LedgerEntry | undefined,
  rules: Rules,
): Omit<PlannedEvent, "context"> {
  const sighting = Math.max(rules.sightings.get(id) ?? 0, entry?.sighting ?? 0);
  return {
    uuid,
    id,
    timestamp,
    published,
    attributeCount,
    version,
    sighting,
    // Earlier sightings may have been passed over while the event was unpublished or unknown.
    sighted: sighting > 0 || !rules.sightingsComplete,
    isKnown: entry !== undefined,
  };
}
