/** Rows of the source's index, each judged as it comes: of ten thousand, little is kept. */
import { type MappingSettings, prepareEvent } from "../ecs/document.ts";
import type { PackedTexts } from "./packed_texts.ts";
import { classify, type ListedEvent, type Rules, type Scope } from "./plan.ts";
import { packEvent, type PlannedEvent } from "./planned_events.ts";
import type { EventRow, LedgerEntry } from "./types.ts";
import { versionOf } from "./version.ts";

export interface ListingSettings {
  readonly mapping: MappingSettings;
  readonly selects: (row: EventRow) => boolean;
  readonly scope: Scope;
  readonly known: ReadonlyMap<string, LedgerEntry>;
  readonly rules: Rules;
  /** Where events to fetch are packed. */
  readonly waiting: PackedTexts;
}

/** What is kept of a listed event; undefined for one that is out of scope. */
export function listedEvent(row: EventRow, settings: ListingSettings): ListedEvent | undefined {
  const { mapping, scope, known, rules, waiting } = settings;
  if (!scope.includes(row)) return undefined;
  const entry = known.get(row.uuid);
  const { id, timestamp, publishTimestamp, published } = row;
  const facts = {
    id,
    timestamp,
    publishTimestamp,
    published,
    selected: settings.selects(row),
    // Not worked out for a newcomer: nothing is known that it could be compared with.
    get version() {
      return versionOf(row, prepareEvent(row.event, mapping).fingerprint);
    },
  };
  const verdict = classify(facts, entry, rules);
  if (verdict.state !== "new" && verdict.state !== "changed") return verdict;
  const place = packEvent(waiting, planned(row, entry, rules), row.event);
  const { state, cause } = verdict;
  return { state, cause, place, attributeCount: row.attributeCount };
}

function planned(
  { event: _, ...row }: EventRow,
  entry: LedgerEntry | undefined,
  rules: Rules,
): Omit<PlannedEvent, "context"> {
  const sighting = Math.max(rules.sightings.get(row.id) ?? 0, entry?.sighting ?? 0);
  return {
    ...row,
    sighting,
    // Earlier sightings may have been passed over while the event was unpublished or unknown.
    sighted: sighting > 0 || !rules.sightingsComplete,
    isKnown: entry !== undefined,
  };
}
