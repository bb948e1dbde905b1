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
  /** Called with each document whose end has come. */
  readonly onDue?: (document: DueDocument) => void;
}

/** With `mark`, how long a marked document stays; without, nothing outlives its end. */
export function keepMsOf({ action, keepMs }: ExpirySettings): number {
  return action === "mark" ? keepMs : 0;
}

export async function expireDue(run: ExpireRun): Promise<void> {
  const { target, tally, guard, settings, now } = run;
  const marks = settings.action === "mark";
  const writes = new Writes(target, tally, () => {});
  for await (const documents of target.due(now, keepMsOf(settings))) {
    const ending = documents.filter(({ marked }) => marked || !marks);
    guard.take(ending.length, "that have decayed or expired");
    for (const document of documents) {
      run.onDue?.(document);
      const { id, event, state, marked } = document;
      if (marks && !marked) writes.add("marked", { action: "mark", id, event, onlyIf: state });
      else writes.add("deleted", { action: "delete", id, event, onlyIf: state });
    }
    await writes.relieve();
  }
  await writes.flush();
}
