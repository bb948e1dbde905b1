import { assert, assertEquals, assertLessOrEqual } from "@std/assert";
import fc from "fast-check";
import {
  type Polynomial,
  polynomialInstant,
  polynomialLife,
  polynomialScore,
} from "../../../lib/misp/decay/polynomial.ts";
import { DAY, T0 } from "./support.ts";

function polynomial(lifetimeDays: number, decaySpeed: number, threshold: number): Polynomial {
  return { lifetimeDays, decaySpeed, threshold };
}

function assertNear(actual: number | undefined, expected: number): void {
  assert(
    actual !== undefined && Math.abs(actual - expected) <= 1e-9 * Math.abs(expected),
    `${actual} is not ${expected}`,
  );
}

const positive = (max: number) => fc.double({ min: 0.05, max, noNaN: true });
const whatever = fc.double();
const maybe = fc.option(whatever, { nil: undefined });

Deno.test("polynomialLife() gives the age at which the score meets the threshold", () => {
  // Lifetime in days, speed, threshold, base score, age in ms; computed with 40 digits.
  const ages = [
    [3, 2.3, 30, 80, 87934447.06862164],
    [120, 2, 30, 80, 4050000000],
    [10, 2.3, 30, 80, 293114823.5620721],
    [120, 2, 30, 31, 10788761.706555672],
    [365, 1, 50, 100, 15768000000],
    [7, 0.5, 20, 65.5, 504076940.6919985],
    [30, 10, 1, 100, 2344158338.4228212],
  ] as const;
  for (const [lifetime, speed, threshold, base, age] of ages) {
    assertNear(polynomialLife(polynomial(lifetime, speed, threshold), base), age);
  }
});

Deno.test("polynomialScore() gives the score at an age", () => {
  const model = polynomial(3, 2.3, 30);
  assertNear(polynomialScore(model, 80, 50_000), 78.05903255613009);
  assertNear(polynomialScore(model, 80, DAY), 30.381233557813553);
  assertNear(polynomialScore(polynomial(120, 2, 30), 80, 30 * DAY), 40);
  assertNear(polynomialScore(polynomial(7, 0.5, 30), 65.5, 3.5 * DAY), 49.125);
  assertEquals(polynomialScore(model, 80, 0), 80);
  assertEquals(polynomialScore(model, 80, 3 * DAY), 0);
  assertEquals(polynomialScore(model, 80, 300 * DAY), 0);
});

Deno.test("polynomialScore() of an attribute last seen in the future is its base score", () => {
  assertEquals(polynomialScore(polynomial(3, 2.3, 30), 80, -DAY), 80);
});

Deno.test("polynomialInstant() never comes with a threshold of 0 or less", () => {
  const times = { startMs: T0, changedMs: T0 };
  assertEquals(polynomialInstant(polynomial(3, 2.3, 0), 80, times), undefined);
  assertEquals(polynomialInstant(polynomial(3, 2.3, -1), 80, times), undefined);
  assertEquals(polynomialInstant(polynomial(3, 2.3, 0), 0, times), undefined);
  assertEquals(polynomialInstant(polynomial(0, 2.3, 0), 80, times), undefined);
});

Deno.test("polynomialInstant() is the start where the base score is not above the threshold", () => {
  const times = { startMs: T0, changedMs: T0 - DAY };
  assertEquals(polynomialInstant(polynomial(3, 2.3, 80), 80, times), T0);
  const future = { startMs: T0 + 5 * DAY, changedMs: T0 };
  assertEquals(polynomialInstant(polynomial(3, 2.3, 30), 12.5, future), T0);
  const past = { startMs: T0 - 5 * DAY, changedMs: T0 };
  assertEquals(polynomialInstant(polynomial(3, 2.3, 30), 12.5, past), T0 - 5 * DAY);
});

Deno.test("polynomialInstant() takes a lifetime of 0 as an end at once, a speed of 0 as a step", () => {
  const times = { startMs: T0, changedMs: T0 };
  assertEquals(polynomialInstant(polynomial(0, 2.3, 30), 80, times), T0);
  assertEquals(polynomialInstant(polynomial(3, 0, 30), 80, times), T0 + 3 * DAY);
  assertEquals(polynomialScore(polynomial(3, 0, 30), 80, 3 * DAY - 1), 80);
  assertEquals(polynomialScore(polynomial(3, 0, 30), 80, 3 * DAY), 0);
});

Deno.test("polynomialInstant() never comes with parameters that are missing or below 0", () => {
  const times = { startMs: T0, changedMs: T0 };
  const missing = { lifetimeDays: undefined, decaySpeed: 2.3, threshold: 30 };
  assertEquals(polynomialInstant(missing, 80, times), undefined);
  assertEquals(polynomialInstant({ ...missing, lifetimeDays: -3 }, 80, times), undefined);
  const standing = { lifetimeDays: 3, decaySpeed: undefined, threshold: 30 };
  assertEquals(polynomialInstant(standing, 80, times), undefined);
  assertEquals(polynomialInstant({ ...standing, decaySpeed: -1 }, 80, times), undefined);
});

Deno.test("polynomialInstant() never comes after the year 9999", () => {
  const times = { startMs: T0, changedMs: T0 };
  assertEquals(polynomialInstant(polynomial(40_000_000, 1, 30), 80, times), undefined);
  assertEquals(polynomialInstant(polynomial(1e305, 1, 30), 80, times), undefined);
});

Deno.test("polynomialScore() at the end of polynomialLife() is the threshold", () => {
  fc.assert(fc.property(
    positive(10_000),
    positive(10),
    fc.double({ min: 0.01, max: 0.99, noNaN: true }),
    positive(100),
    (lifetime, speed, share, base) => {
      const model = polynomial(lifetime, speed, share * base);
      const life = polynomialLife(model, base);
      assert(life !== undefined);
      const score = polynomialScore(model, base, life);
      assert(Math.abs(score - model.threshold) <= 1e-9 * base, `${score}, ${model.threshold}`);
    },
  ));
});

Deno.test("polynomialLife() grows with lifetime and base score and shrinks with the threshold", () => {
  const parameters = fc.record({
    lifetimeDays: positive(10_000),
    decaySpeed: positive(10),
    threshold: positive(100),
  });
  fc.assert(fc.property(parameters, positive(100), positive(100), (model, base, more) => {
    const life = polynomialLife(model, base) ?? Infinity;
    const longer = { ...model, lifetimeDays: model.lifetimeDays + more };
    assertLessOrEqual(life, polynomialLife(longer, base) ?? Infinity);
    assertLessOrEqual(life, polynomialLife(model, base + more) ?? Infinity);
    const stricter = { ...model, threshold: model.threshold + more };
    assertLessOrEqual(polynomialLife(stricter, base) ?? Infinity, life);
  }));
});

Deno.test("polynomialInstant() and polynomialScore() are finite for any parameters", () => {
  const parameters = fc.record({ lifetimeDays: maybe, decaySpeed: maybe, threshold: whatever });
  const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
  const instants = fc.integer({ min: 0, max: 4e12 });
  fc.assert(fc.property(
    parameters,
    finite,
    instants,
    instants,
    (model, base, startMs, changedMs) => {
      const instant = polynomialInstant(model, base, { startMs, changedMs });
      assert(instant === undefined || Number.isFinite(new Date(Math.ceil(instant)).getTime()));
      const score = polynomialScore(model, base, changedMs - startMs);
      assert(Number.isFinite(score) && score >= 0, `${score}`);
    },
  ));
});
