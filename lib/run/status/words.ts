/** Times and lags in words. */
import { formatDuration } from "../../cli/progress.ts";
import type { Lag } from "./lag.ts";

const UNITS = [["day", 86_400], ["hour", 3600], ["minute", 60], ["second", 1]] as const;

/** `3 days`, in the largest unit that fits at least once. */
export function roughly(seconds: number): string {
  const [unit, size] = UNITS.find(([, size]) => seconds >= size) ?? ["second", 1];
  const count = Math.floor(seconds / size);
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

/** `0.3 s` for what is short, else `1:02:03`. */
export function duration(ms: number): string {
  return ms < 60_000 ? `${(ms / 1000).toFixed(1)} s` : formatDuration(ms);
}

/** How long before `now` an instant was; both ISO 8601. */
export function ago(then: string, now: string): string {
  const seconds = (Date.parse(now) - Date.parse(then)) / 1000;
  return seconds < 0 ? "in the future" : `${roughly(seconds)} ago`;
}

/** `2026-01-31 12:00:00 UTC` */
export function shortTime(iso: string): string {
  return `${iso.slice(0, 19).replace("T", " ")} UTC`;
}

/** The lag in a word or two. */
export function lagInShort(lag: Lag): string {
  if (lag.state === "unknown") return "not known";
  return lag.seconds === 0 ? "none" : roughly(lag.seconds);
}

/** What the lag was computed from, or why it was not. */
export function lagInDetail(lag: Lag): string {
  if (lag.state === "unknown") return lag.reason;
  return lag.seconds === 0
    ? `all that MISP published until ${shortTime(lag.misp_newest)} is here`
    : `MISP published at ${shortTime(lag.misp_newest)}, reconciled until ` +
      shortTime(lag.reconciled_until);
}
