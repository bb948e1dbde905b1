/** Removes the documents of events that are gone or withdrawn, then forgets the events. */
import type { Tally } from "./tally.ts";
import type { DeleteGuard } from "./guard.ts";
import type { State, Target } from "./types.ts";
import { Writes } from "./writes.ts";

const EVENTS_AT_ONCE = 500;

export interface RemoveRun {
  readonly target: Target;
  readonly state: State;
  readonly tally: Tally;
  readonly guard: DeleteGuard;
}

/**
 * The documents are those that are indexed, not those the ledger remembers. An event whose deletes
 * were not all acknowledged stays in the ledger, so that the next run tries again.
 */
export async function removeEvents(run: RemoveRun, events: readonly string[]): Promise<void> {
  for (let at = 0; at < events.length; at += EVENTS_AT_ONCE) {
    await removeSome(run, events.slice(at, at + EVENTS_AT_ONCE));
  }
}

async function removeSome(run: RemoveRun, events: readonly string[]): Promise<void> {
  const rejected = new Set<string>();
  const writes = new Writes(run.target, run.tally, (event) => rejected.add(event));
  for await (const documents of run.target.indexed(events)) {
    run.guard.take(documents.length, "of events that MISP has removed or withdrawn");
    for (const { id, event, state: onlyIf } of documents) {
      writes.add("deleted", { action: "delete", id, event, onlyIf });
    }
    await writes.relieve();
  }
  await writes.flush();
  await run.state.ledger.remove(events.filter((uuid) => !rejected.has(uuid)));
}
