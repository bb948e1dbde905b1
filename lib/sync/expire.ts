/**
 * Removes what has decayed or outlived its duration since it was written. Each document says itself
 * when it ends; each write names the state that was read, so that one renewed meanwhile survives.
 */
import type { DeleteGuard } from "./guard.ts";
import type { Tally } from "./tally.ts";
import type { DueDocument, Target } from "./types.ts";
import { Writes } from "./writes.ts";

export interface ExpirySettings {
  /** `mark`: `misp.attribute.decayed` becomes true, and the document goes after `keepMs`. */
  readonly action: "delete" | "mark";
  readonly keepMs: number;
}

export interface ExpireRun {
  readonly target: Target;
  readonly tally: Tally;
  readonly guard: DeleteGuard;
  readonly settings: ExpirySettings;
  /** Epoch milliseconds. */
  readonly now: number;
  /** Whether an event's documents are this run's to look at; all are, unless said. */
  readonly includes?: (event: string) => boolean;
}

/** With `mark`, how long a marked document stays; without, nothing outlives its end. */
export function keepMsOf({ action, keepMs }: ExpirySettings): number {
  return action === "mark" ? keepMs : 0;
}

/** Pages of the run's own documents whose end has come. */
async function* duePages({ target, settings, now, includes }: ExpireRun) {
  for await (const page of target.due(now, keepMsOf(settings))) {
    yield includes === undefined ? page : page.filter(({ event }) => includes(event));
  }
}

function isDeleted({ settings }: ExpireRun, { marked }: DueDocument): boolean {
  return marked || settings.action === "delete";
}

/** How many documents `expireDue()` would delete, not counting those it would only mark. */
export async function countDue(run: ExpireRun): Promise<number> {
  let count = 0;
  for await (const page of duePages(run)) {
    count += page.filter((document) => isDeleted(run, document)).length;
  }
  return count;
}

/** @throws {SafetyStop} before anything is deleted when it would be too much. */
export async function expireDue(run: ExpireRun): Promise<void> {
  run.guard.take(await countDue(run), "that have decayed or expired");
  const writes = new Writes(run.target, run.tally, () => {});
  for await (const page of duePages(run)) {
    for (const document of page) {
      const { id, event, state } = document;
      if (isDeleted(run, document)) {
        writes.add("deleted", { action: "delete", id, event, onlyIf: state });
      } else writes.add("marked", { action: "mark", id, event, onlyIf: state });
    }
    await writes.relieve();
  }
  await writes.flush();
}
