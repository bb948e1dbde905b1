/**
 * Dates as MISP and its feeds write them: ISO 8601 in several forms, or an epoch number in seconds,
 * milliseconds or microseconds. Inside they are epoch milliseconds, in documents ISO 8601 in UTC.
 */
import { civilDate, DAY_MS, daysOf } from "./calendar.ts";
import { digits, digitsIn } from "./read.ts";

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
  return fromMisp(value) ?? fromMatch(ISO.exec(value));
}

function fromMatch(match: RegExpExecArray | null): number | undefined {
  if (match === null) return undefined;
  const [, year, month, day, hour = "0", minute = "0", second = "0", fraction = "", zone] = match;
  const days = daysOf(Number(year), Number(month), Number(day));
  const time = timeMs(Number(hour), Number(minute), Number(second));
  return inRange(
    days * DAY_MS + time + Number(fraction.slice(0, 3).padEnd(3, "0")) - offsetMs(zone),
  );
}

const MISP_FORM = "2026-10-06T16:48:04.123456+00:00";
const MISP_ZONE = "+00:00";
const MISP_SIGNS = [4, 7, 10, 13, 16, 19] as const;

/** In the form in which MISP writes dates, told by its places: a quarter of what `ISO` costs. */
function fromMisp(value: string): number | undefined {
  if (value.length !== MISP_FORM.length || !value.endsWith(MISP_ZONE)) return undefined;
  for (const at of MISP_SIGNS) {
    if (value.charCodeAt(at) !== MISP_FORM.charCodeAt(at)) return undefined;
  }
  const number = (start: number, end: number) => digitsIn(value, start, end);
  const days = daysOf(number(0, 4), number(5, 7), number(8, 10));
  const time = timeMs(number(11, 13), number(14, 16), number(17, 19));
  const micros = number(20, 26);
  return inRange(days * DAY_MS + time + Math.floor(micros / 1000));
}

/** Milliseconds since midnight; NaN for a time that no clock shows. */
function timeMs(hour: number, minute: number, second: number): number {
  if (hour > 23 || minute > 59 || second > 59) return NaN;
  return ((hour * 60 + minute) * 60 + second) * 1000;
}

/** NaN for a zone that there is none of. */
function offsetMs(zone: string | undefined): number {
  if (zone === undefined || zone === "Z" || zone === "z") return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(3).replace(":", ""));
  if (hours > 23 || minutes > 59) return NaN;
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

/** A date field's text from what MISP sent. */
export function dateText(value: unknown): string | undefined {
  const milliseconds = parseDate(value);
  return milliseconds === undefined ? undefined : formatDate(milliseconds);
}
