/**
 * MISP's formula `Polynomial`: `score(t) = base × (1 − (t/lifetime)^(1/speed))`, never below 0, and
 * decayed as soon as the threshold is above the score.
 */
import { withinCalendar } from "./instant.ts";
import type { DecayingModel } from "./models.ts";

export type Polynomial = Pick<DecayingModel, "lifetimeDays" | "decaySpeed" | "threshold">;

/** Moments in the life of an attribute, epoch ms. */
export interface Times {
  /** Whence its age is counted. */
  readonly startMs: number;
  /** When it was last edited; the same as `startMs` when that is not known. */
  readonly changedMs: number;
}

export const DAY_MS = 86_400_000;

interface Curve {
  readonly lifetimeMs: number;
  readonly speed: number;
}

/**
 * Undefined for parameters that are missing, not numbers or below 0: MISP gives an error or NaN.
 * A lifetime of 0 ends at once, a speed of 0 keeps the base score until the lifetime is over.
 */
export function curveOf(model: Polynomial): Curve | undefined {
  const { lifetimeDays, decaySpeed } = model;
  if (lifetimeDays === undefined || decaySpeed === undefined) return undefined;
  return lifetimeDays >= 0 && decaySpeed >= 0
    ? { lifetimeMs: lifetimeDays * DAY_MS, speed: decaySpeed }
    : undefined;
}

/**
 * The score at an age. Before its time (a `last_seen` in the future) an attribute has its base
 * score, as in MISP from 2.5.36 on; earlier versions call it decayed. Without a curve it keeps it.
 */
export function polynomialScore(model: Polynomial, base: number, ageMs: number): number {
  const curve = curveOf(model);
  const lost = curve === undefined || ageMs <= 0 ? 0 : lostShare(curve, ageMs);
  const score = base * (1 - lost);
  return score > 0 ? score : 0;
}

function lostShare({ lifetimeMs, speed }: Curve, ageMs: number): number {
  if (ageMs >= lifetimeMs) return 1;
  return speed === 0 ? 0 : Math.pow(ageMs / lifetimeMs, 1 / speed);
}

/**
 * The age at which the score has fallen to the threshold, in (fractional) ms: 0 when the base score
 * is not above it; undefined when that never happens, as with a threshold of 0, for no score is
 * below 0.
 */
export function polynomialLife(model: Polynomial, base: number): number | undefined {
  const { threshold } = model;
  const curve = curveOf(model);
  if (curve === undefined || !(threshold > 0)) return undefined;
  if (!(base > threshold)) return 0;
  const life = curve.lifetimeMs * Math.pow((base - threshold) / base, curve.speed);
  return Number.isFinite(life) ? life : undefined;
}

/**
 * The instant (epoch ms, fractional) from which an attribute is decayed, undefined for never. One
 * whose base score is below the threshold was decayed from the beginning, also when its age is
 * counted from a moment to come.
 */
export function polynomialInstant(
  model: Polynomial,
  base: number,
  times: Times,
): number | undefined {
  const life = polynomialLife(model, base);
  if (life === undefined) return undefined;
  const alwaysBelow = base < model.threshold;
  const start = alwaysBelow ? Math.min(times.startMs, times.changedMs) : times.startMs;
  return withinCalendar(start + life);
}
