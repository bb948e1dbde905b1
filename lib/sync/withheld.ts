/**
 * Deletes in events that were read, held back until all of them are known: a run that would delete
 * too much deletes nothing. The ledger calls their events done only after they were made.
 */
import type { DeleteGuard } from "./guard.ts";
import type { Tally } from "./tally.ts";
import type { IndexedDocument, LedgerEntry, State, Target } from "./types.ts";
import { Writes } from "./writes.ts";

export class Withheld {
  readonly #guard: DeleteGuard;
  readonly #documents: IndexedDocument[] = [];
  readonly #entries = new Map<string, LedgerEntry>();
  readonly #events = new Set<string>();

  constructor(guard: DeleteGuard) {
    this.#guard = guard;
  }

  /** @throws {SafetyStop} as soon as there are more than may be deleted. */
  add(event: string, documents: Iterable<IndexedDocument>): void {
    for (const document of documents) this.#documents.push(document);
    this.#events.add(event);
    this.#guard.check(this.#documents.length, "in events that were read, so far");
  }

  /** Whether the event waits for deletes; then its entry waits here with them. */
  holds(entry: LedgerEntry): boolean {
    if (!this.#events.has(entry.uuid)) return false;
    this.#entries.set(entry.uuid, entry);
    return true;
  }

  async release(target: Target, state: State, tally: Tally): Promise<void> {
    this.#guard.take(this.#documents.length, "in events that were read");
    const rejected = new Set<string>();
    const writes = new Writes(target, tally, (event) => rejected.add(event));
    for (const { id, event, state: onlyIf } of this.#documents) {
      writes.add("deleted", { action: "delete", id, event, onlyIf });
      await writes.relieve();
    }
    await writes.flush();
    const done = this.#entries.values().filter((entry) => !rejected.has(entry.uuid));
    await state.ledger.save([...done]);
  }
}
