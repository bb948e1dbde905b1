import { DAY, HOUR, MINUTE, SECOND, WEEK } from "@std/datetime";

/** What people mean by a year where a day more or less does not matter. */
const YEAR = 365 * DAY;

/** From the longest to the shortest: the order in which a duration is written. */
const UNITS = {
  y: YEAR,
  w: WEEK,
  d: DAY,
  h: HOUR,
  m: MINUTE,
  s: SECOND,
} as const satisfies Readonly<
  Record<string, number>
>;

const PATTERN = /^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/;

/**
 * Milliseconds of a duration such as `90d`, `1h30m` or `2y` (of 365 days): whole numbers, each unit once, the
 * longest first. MISP itself knows no weeks and takes `1w` for one second.
 */
export function parseDuration(text: string): number {
  const [whole, ...numbers] = PATTERN.exec(text.trim()) ?? [];
  const ms = Object.values(UNITS).reduce(
    (sum, unit, index) => sum + unit * Number(numbers[index] ?? 0),
    0,
  );
  if (!whole || !Number.isSafeInteger(ms)) {
    throw new RangeError(
      `Cannot read "${text}" as a duration: write whole numbers with the units y, w, d, h, m, s, ` +
        `longest first, like "90d", "1h30m" or "2y"`,
    );
  }
  return ms;
}

/** The same, but nothing may take or last no time at all. */
export function parsePositiveDuration(text: string): number {
  const ms = parseDuration(text);
  if (ms > 0) return ms;
  throw new RangeError(`Must be longer than "${text}"`);
}

/** How long something lives in milliseconds, or `off` for ever. */
export function parseLifetime(text: string): number | "off" {
  return text === "off" ? "off" : parsePositiveDuration(text);
}

/** The shortest way to write a duration that `parseDuration()` reads back; whole seconds. */
export function formatDuration(ms: number): string {
  if (ms < SECOND) return "0s";
  if (ms % WEEK === 0) return `${ms / WEEK}w`;
  let rest = ms;
  return Object.entries(UNITS).slice(2).map(([unit, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count === 0 ? "" : `${count}${unit}`;
  }).join("");
}
