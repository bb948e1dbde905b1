/** Days counted from 1970-01-01, and their dates in the calendar of ISO 8601. */

export const DAY_MS = 86_400_000;

const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** Days since 1970-01-01; NaN for a day that no calendar has. */
export function daysOf(year: number, month: number, day: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const last = month === 2 && isLeap ? 29 : MONTH_DAYS[month - 1] ?? 0;
  if (day < 1 || day > last) return NaN;
  const fromMarch = month > 2 ? month - 3 : month + 9;
  const shifted = month > 2 ? year : year - 1;
  const era = Math.floor(shifted / 400);
  const ofEra = shifted - era * 400;
  const ofYear = Math.floor((153 * fromMarch + 2) / 5) + day - 1;
  const leapDays = Math.floor(ofEra / 4) - Math.floor(ofEra / 100);
  return era * 146_097 + ofEra * 365 + leapDays + ofYear - 719_468;
}

export interface CivilDate {
  readonly days: number;
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** Dates that were worked out, by the last digits of their day: most days come again and again. */
const KEPT_DATES = 256;
const dates: CivilDate[] = [];

export function civilDate(days: number): CivilDate {
  const slot = days & (KEPT_DATES - 1);
  const known = dates[slot];
  return known?.days === days ? known : dates[slot] = makeCivilDate(days);
}

/** By way of years that begin on 1 March. */
function makeCivilDate(days: number): CivilDate {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const ofEra = shifted - era * 146_097;
  const leapDays = Math.floor(ofEra / 1460) - Math.floor(ofEra / 36_524) +
    Math.floor(ofEra / 146_096);
  const yearOfEra = Math.floor((ofEra - leapDays) / 365);
  const ofYear = ofEra - 365 * yearOfEra - Math.floor(yearOfEra / 4) + Math.floor(yearOfEra / 100);
  const fromMarch = Math.floor((5 * ofYear + 2) / 153);
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  return {
    days,
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: ofYear - Math.floor((153 * fromMarch + 2) / 5) + 1,
  };
}
