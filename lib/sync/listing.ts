/** Rows of the source's index become what the plan compares. */
import { type MappingSettings, prepareEvent } from "../ecs/document.ts";
import type { PackedTexts } from "./packed_texts.ts";
import type { ListedEvent, Scope } from "./plan.ts";
import type { EventRow, LedgerEntry } from "./types.ts";

export interface ListingSettings {
  readonly mapping: MappingSettings;
  readonly selects: (row: EventRow) => boolean;
  readonly scope: Scope;
  readonly publishedOnly: boolean;
  readonly known: ReadonlyMap<string, LedgerEntry>;
  /** The event will be fetched whatever its version. */
  readonly distrust: boolean;
  readonly basis: string;
  readonly sighted: (id: string) => boolean;
  /** Where the contexts of events are kept. */
  readonly contexts: PackedTexts;
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

/** Keeps an event's context only where it may be needed: ten thousand of them are megabytes. */
export function listedEvent(row: EventRow, settings: ListingSettings): ListedEvent {
  const { fingerprint } = prepareEvent(row.event, settings.mapping);
  const version = versionOf(row, fingerprint);
  const entry = settings.known.get(row.uuid);
  const isDone = !settings.distrust && entry?.version === version &&
    entry.basis === settings.basis && !settings.sighted(row.id);
  const selected = settings.selects(row);
  const isCandidate = selected && settings.scope.includes(row) &&
    (row.published || !settings.publishedOnly);
  return {
    uuid: row.uuid,
    id: row.id,
    timestamp: row.timestamp,
    publishTimestamp: row.publishTimestamp,
    published: row.published,
    attributeCount: row.attributeCount,
    version,
    selected,
    context: isDone || !isCandidate ? undefined : settings.contexts.add(JSON.stringify(row.event)),
  };
}
