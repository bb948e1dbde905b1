/**
 * A machine's clock may have been ahead: the runs of that time took indicators for ended that had
 * not, and called their events done. They show by having begun later than it is now.
 */
import type { RunRecord } from "../sync/types.ts";

/** Clocks that are kept right differ by less. */
const TOLERANCE_MS = 5 * 60_000;

type Times = Pick<RunRecord, "startedAt" | "sightingsUntil">;

/** The latest moment, in epoch seconds, that a run says it has seen. */
export function latestMoment({ startedAt, sightingsUntil }: Times): number {
  return Math.max(Math.floor(startedAt / 1000), sightingsUntil);
}

/** Whether nothing that the last run noted may be relied upon; `now` is in epoch milliseconds. */
export function clockWasAhead(lastRun: Times | undefined, now: number): boolean {
  return lastRun !== undefined && latestMoment(lastRun) * 1000 - now > TOLERANCE_MS;
}
