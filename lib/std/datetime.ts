/**
 * Look-alike of `jsr:@std/datetime@0.225.5`: the constants, and `format` for the numeric symbols
 * (`yyyy yy MM M dd d HH H mm m ss s SSS SS S` and quoted text). It exists because the registry of
 * the original cannot be reached from everywhere; `deno.jsr.json` maps the name to the original.
 */

/** Milliseconds. */
export const SECOND = 1e3;
export const MINUTE: number = SECOND * 60;
export const HOUR: number = MINUTE * 60;
export const DAY: number = HOUR * 24;
export const WEEK: number = DAY * 7;

export interface FormatOptions {
  /** Without it, the process's own time zone. */
  timeZone?: "UTC";
}

interface Fields {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
}

const digits = (value: number, count: number) => String(value).padStart(count, "0");

const SYMBOLS = {
  yyyy: ({ year }) => String(year),
  yy: ({ year }) => digits(year, 2).slice(-2),
  MM: ({ month }) => digits(month, 2),
  M: ({ month }) => String(month),
  dd: ({ day }) => digits(day, 2),
  d: ({ day }) => String(day),
  HH: ({ hour }) => digits(hour, 2),
  H: ({ hour }) => String(hour),
  mm: ({ minute }) => digits(minute, 2),
  m: ({ minute }) => String(minute),
  ss: ({ second }) => digits(second, 2),
  s: ({ second }) => String(second),
  SSS: ({ millisecond }) => digits(millisecond, 3),
  SS: ({ millisecond }) => digits(millisecond, 3).slice(0, 2),
  S: ({ millisecond }) => digits(millisecond, 3).slice(0, 1),
} as const satisfies Readonly<Record<string, (fields: Fields) => string>>;

function isSymbol(text: string): text is keyof typeof SYMBOLS {
  return Object.hasOwn(SYMBOLS, text);
}

function utcFields(date: Date): Fields {
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    millisecond: date.getUTCMilliseconds(),
  };
}

function localFields(date: Date): Fields {
  return {
    year: date.getFullYear(),
    month: date.getMonth() + 1,
    day: date.getDate(),
    hour: date.getHours(),
    minute: date.getMinutes(),
    second: date.getSeconds(),
    millisecond: date.getMilliseconds(),
  };
}

/** Writes `date` by a pattern such as `yyyy-MM-dd HH:mm:ss`; what is no symbol stays as it is. */
export function format(date: Date, formatString: string, options: FormatOptions = {}): string {
  const fields = options.timeZone === "UTC" ? utcFields(date) : localFields(date);
  return formatString.replace(
    /'(\\.|[^']*)'|([a-zA-Z])\2*/g,
    (match, quoted?: string) => {
      if (quoted !== undefined) return quoted;
      return isSymbol(match) ? SYMBOLS[match](fields) : match;
    },
  );
}
