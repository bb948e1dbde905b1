/**
 * The last millisecond of the year 9999. Dates of more digits are written with a sign, which
 * Elasticsearch does not take: what would end later than this never ends.
 */
const LAST_INSTANT_MS = 253_402_300_799_999;

/** Undefined (never) beyond the year 9999 or the end of arithmetic; not before the year 1970. */
export function withinCalendar(ms: number): number | undefined {
  return ms <= LAST_INSTANT_MS ? Math.max(ms, 0) : undefined;
}
