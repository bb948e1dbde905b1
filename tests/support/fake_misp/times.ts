import { INTERNAL_ERROR, MispError } from "./answer.ts";

/** Epoch seconds, both ends inclusive. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

const UNITS: Readonly<Record<string, number>> = { d: 86_400, h: 3_600, m: 60, s: 1 };

/**
 * One value is "since then", a list of two a range in any order, a list of another length an internal
 * error; 0, -1 and null are no filter.
 */
export function timeRange(value: unknown, now: number): TimeRange | undefined {
  if (value === undefined || value === null || value === 0 || value === -1) return undefined;
  if (value === "0" || value === "-1") return undefined;
  if (!Array.isArray(value)) return { from: moment(value, now), to: Infinity };
  if (value.length !== 2) throw new MispError(500, INTERNAL_ERROR);
  const ends = value.map((end) => moment(end, now));
  return { from: Math.min(...ends), to: Math.max(...ends) };
}

/** What is not understood ("1w", "") becomes one second from now, so that nothing is found. */
export function moment(value: unknown, now: number): number {
  if (typeof value === "number") return Math.trunc(value);
  const text = String(value);
  if (/^-?\d+(\.\d+)?$/.test(text)) return Math.trunc(Number(text));
  const [, amount, unit = ""] = /^(\d+)([dhms])$/.exec(text) ?? [];
  if (amount !== undefined) return now - Number(amount) * (UNITS[unit] ?? 0);
  return namedDay(text, now) ?? dateTime(text) ?? now + 1;
}

function namedDay(text: string, now: number): number | undefined {
  const midnight = now - now % 86_400;
  if (text === "today") return midnight;
  return text === "yesterday" ? midnight - 86_400 : undefined;
}

function dateTime(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}/.test(text)) return undefined;
  const zoned = /(Z|[+-]\d{2}:?\d{2})$/.test(text.slice(10)) || text.length === 10;
  const milliseconds = Date.parse(zoned ? text : `${text.replace(" ", "T")}Z`);
  return Number.isNaN(milliseconds) ? undefined : Math.floor(milliseconds / 1000);
}

export function within(range: TimeRange | undefined, seconds: number): boolean {
  return range === undefined || (seconds >= range.from && seconds <= range.to);
}
