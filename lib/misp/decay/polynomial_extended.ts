/** MISP's formula `PolynomialExtended`: `Polynomial`, cut short by the taxonomy `retention`. */
import { withinCalendar } from "./instant.ts";
import { DAY_MS, type Polynomial, polynomialInstant, type Times } from "./polynomial.ts";
import type { ScoredTag } from "./tags.ts";

/** Base of the tags `retention:7d`, `retention:expired` …; their numerical value counts days. */
export const RETENTION = "retention";

/**
 * The earlier of the polynomial's instant and the end of each retention, which MISP counts from the
 * attribute's last edit whatever was seen since. A retention sets the score to 0, so it does nothing
 * where the threshold is 0.
 */
export function polynomialExtendedInstant(
  model: Polynomial,
  base: number,
  times: Times,
  tags: readonly ScoredTag[],
): number | undefined {
  const instant = polynomialInstant(model, base, times);
  if (!(model.threshold > 0)) return instant;
  let earliest = instant ?? Infinity;
  for (const tag of tags) {
    if (tag.base !== RETENTION || tag.value === undefined) continue;
    earliest = Math.min(earliest, times.changedMs + tag.value * DAY_MS);
  }
  return withinCalendar(earliest);
}
