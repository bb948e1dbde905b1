/** What is known of events before MISP is asked: the ledger, or what the index itself tells. */
import type { LedgerEntry, State, Target } from "./types.ts";
import { NO_VERSION, unreconciled } from "./version.ts";

export interface KnownEventsOptions {
  /** Documents in the index. */
  readonly documents: number;
  /** Whether the ledger may lack entries. */
  readonly distrust: boolean;
  /** Whether documents stay until a run removes them, so that an empty index was emptied. */
  readonly keepsDocuments: boolean;
}

/**
 * Ledger entries by event uuid. A ledger that is empty beside documents was lost: then every event
 * that has documents is known at least by these and entered anew, so that none is left behind. A
 * ledger beside an index that was emptied tells which events there were, and that none is done.
 */
export async function readKnownEvents(
  state: State,
  target: Target,
  { documents, distrust, keepsDocuments }: KnownEventsOptions,
): Promise<Map<string, LedgerEntry>> {
  const known = new Map<string, LedgerEntry>();
  let isWhole = !distrust;
  for await (const entries of state.ledger.read()) {
    for (const entry of entries) {
      // A record that tells of no event any more was damaged, and others may be gone.
      if (entry.uuid === "") isWhole = false;
      else known.set(entry.uuid, entry);
    }
  }
  if (documents === 0) return keepsDocuments ? undone(known) : known;
  if (known.size > 0 && isWhole) return known;
  const found: LedgerEntry[] = [];
  for await (const event of target.events()) {
    if (!known.has(event.uuid)) found.push(unreconciled({ ...event, published: true }));
  }
  await state.ledger.save(found);
  for (const entry of found) known.set(entry.uuid, entry);
  return known;
}

function undone(known: ReadonlyMap<string, LedgerEntry>): Map<string, LedgerEntry> {
  return new Map(
    [...known].map(([uuid, entry]) =>
      entry.documents === 0
        ? [uuid, entry]
        : [uuid, { ...entry, version: NO_VERSION, documents: 0 }]
    ),
  );
}
