/**
 * Dates as MISP and its feeds write them: ISO 8601 in several forms, or an epoch number in seconds,
 * milliseconds or microseconds. Inside they are epoch milliseconds, in documents ISO 8601 in UTC.
 */
import { digits } from "./read.ts";

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const HYPHEN = 0x2d;
const POINT = 0x2e;
const COLON = 0x3a;
const LETTER_T = 0x54;
const LETTER_Z = 0x5a;
/** 0000-01-01 and 9999-12-31: what a four-digit year and Elasticsearch's `date` can both hold. */
const EARLIEST_MS = -62_167_219_200_000;
const LATEST_MS = 253_402_300_799_999;

/** Epoch milliseconds; `undefined` for what is absent (null, blank, 0) or cannot be read. */
export function parseDate(value: unknown): number | undefined {
  if (typeof value === "number") return fromEpoch(value);
  if (typeof value !== "string") return undefined;
  const epoch = digits(value);
  if (epoch !== undefined) return fromEpoch(epoch);
  const trimmed = value.trim();
  const trimmedEpoch = trimmed.length === value.length ? undefined : digits(trimmed);
  return trimmedEpoch === undefined ? fromIso(trimmed) : fromEpoch(trimmedEpoch);
}

/** The unit of an epoch number shows in its size: every date after 1973 is told right. */
function fromEpoch(epoch: number): number | undefined {
  if (!(epoch > 0)) return undefined;
  if (epoch < 1e11) return inRange(Math.floor(epoch * 1000));
  return inRange(epoch < 1e14 ? Math.floor(epoch) : Math.floor(epoch / 1000));
}

function inRange(milliseconds: number): number | undefined {
  return milliseconds >= EARLIEST_MS && milliseconds <= LATEST_MS ? milliseconds : undefined;
}

const ISO =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?(Z|[+-]\d\d(?::?\d\d)?)?)?$/i;

function fromIso(value: string): number | undefined {
  const match = ISO.exec(value);
  if (match === null) return undefined;
  const [, year, month, day, hour = "0", minute = "0", second = "0", fraction = "", zone] = match;
  const days = daysOf(Number(year), Number(month), Number(day));
  const offset = offsetMs(zone);
  if (days === undefined || offset === undefined) return undefined;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const time = ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1000;
  const milliseconds = Number(fraction.slice(0, 3).padEnd(3, "0"));
  return inRange(days * DAY_MS + time + milliseconds - offset);
}

const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** Days since 1970-01-01; `undefined` for a day that no calendar has. */
function daysOf(year: number, month: number, day: number): number | undefined {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const last = month === 2 && isLeap ? 29 : MONTH_DAYS[month - 1] ?? 0;
  if (day < 1 || day > last) return undefined;
  const fromMarch = month > 2 ? month - 3 : month + 9;
  const shifted = month > 2 ? year : year - 1;
  const era = Math.floor(shifted / 400);
  const ofEra = shifted - era * 400;
  const ofYear = Math.floor((153 * fromMarch + 2) / 5) + day - 1;
  const leapDays = Math.floor(ofEra / 4) - Math.floor(ofEra / 100);
  return era * 146_097 + ofEra * 365 + leapDays + ofYear - 719_468;
}

function offsetMs(zone: string | undefined): number | undefined {
  if (zone === undefined || zone === "Z" || zone === "z") return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(3).replace(":", ""));
  if (hours > 23 || minutes > 59) return undefined;
  return (zone.startsWith("-") ? -1 : 1) * (hours * 60 + minutes) * MINUTE_MS;
}

/**
 * `2024-10-06T16:48:04.123Z`; `undefined` outside the years 0 to 9999. Written digit by digit, this
 * takes a twentieth of the time of `Date.prototype.toISOString`: several dates go into a document.
 */
export function formatDate(milliseconds: number): string | undefined {
  if (inRange(milliseconds) === undefined) return undefined;
  const days = Math.floor(milliseconds / DAY_MS);
  const { year, month, day } = civilDate(days);
  const ofDay = Math.floor(milliseconds) - days * DAY_MS;
  const fraction = ofDay % 1000;
  const second = Math.floor(ofDay / 1000) % 60;
  const minute = Math.floor(ofDay / 60_000) % 60;
  const hour = Math.floor(ofDay / 3_600_000);
  // deno-fmt-ignore
  return String.fromCharCode(
    digit(year, 1000), digit(year, 100), digit(year, 10), digit(year, 1), HYPHEN,
    digit(month, 10), digit(month, 1), HYPHEN, digit(day, 10), digit(day, 1), LETTER_T,
    digit(hour, 10), digit(hour, 1), COLON, digit(minute, 10), digit(minute, 1), COLON,
    digit(second, 10), digit(second, 1), POINT,
    digit(fraction, 100), digit(fraction, 10), digit(fraction, 1), LETTER_Z,
  );
}

/** The character code of a number's decimal digit at a place: 1, 10, 100 … */
function digit(number: number, place: number): number {
  return 0x30 + Math.floor(number / place) % 10;
}

interface CivilDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** The date of a day counted from 1970-01-01, by way of years that begin on 1 March. */
function civilDate(days: number): CivilDate {
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
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: ofYear - Math.floor((153 * fromMarch + 2) / 5) + 1,
  };
}

/** A date field's text from what MISP sent. */
export function dateText(value: unknown): string | undefined {
  const milliseconds = parseDate(value);
  return milliseconds === undefined ? undefined : formatDate(milliseconds);
}
