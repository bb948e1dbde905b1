/** What is known of events before MISP is asked: the ledger, or what the index itself tells. */
import type { LedgerEntry, State, Target } from "./types.ts";

/** No version: an event known only from its documents is reconciled whatever its version. */
const NO_VERSION = "";

/**
 * Ledger entries by event uuid. A ledger beside an index that was emptied speaks of documents that
 * are no more: then nothing is known. A ledger that is empty beside documents was lost, and one that is
 * distrusted may lack entries: then every event that has documents is known at least by these, so
 * that none is left behind.
 */
export async function readKnownEvents(
  state: State,
  target: Target,
  options: { readonly documents: number; readonly distrust: boolean },
): Promise<Map<string, LedgerEntry>> {
  const known = new Map<string, LedgerEntry>();
  for await (const entries of state.ledger.read()) {
    for (const entry of entries) known.set(entry.uuid, entry);
  }
  if (options.documents === 0 && known.values().some((entry) => entry.documents > 0)) {
    return new Map();
  }
  if (options.documents > 0 && (known.size === 0 || options.distrust)) {
    for await (const { uuid, documents, timestamp } of target.events()) {
      if (known.has(uuid)) continue;
      known.set(uuid, {
        uuid,
        version: NO_VERSION,
        timestamp,
        published: true,
        basis: "",
        documents,
        sighting: 0,
      });
    }
  }
  return known;
}
