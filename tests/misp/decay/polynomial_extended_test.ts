import { assertEquals } from "@std/assert";
import { polynomialInstant } from "../../../lib/misp/decay/polynomial.ts";
import { polynomialExtendedInstant } from "../../../lib/misp/decay/polynomial_extended.ts";
import { DAY, model, T0 } from "./support.ts";

const times = { startMs: T0, changedMs: T0 - DAY };

function retention(name: string, value: number | undefined) {
  return { name: `retention:${name}`, base: "retention", value };
}

Deno.test("polynomialExtendedInstant() is the polynomial's without a retention", () => {
  const longer = model({ lifetimeDays: 120, decaySpeed: 2 });
  const other = { name: 'phishing:state="active"', base: "phishing:state", value: 1 };
  const expected = polynomialInstant(longer, 80, times);
  assertEquals(polynomialExtendedInstant(longer, 80, times, []), expected);
  assertEquals(polynomialExtendedInstant(longer, 80, times, [other]), expected);
  assertEquals(
    polynomialExtendedInstant(longer, 80, times, [retention("5d", undefined)]),
    expected,
  );
});

Deno.test("polynomialExtendedInstant() counts the retention from the last edit", () => {
  const longer = model({ lifetimeDays: 120, decaySpeed: 2 });
  assertEquals(
    polynomialExtendedInstant(longer, 80, times, [retention("7d", 7)]),
    T0 - DAY + 7 * DAY,
  );
  assertEquals(polynomialExtendedInstant(longer, 80, times, [retention("expired", 0)]), T0 - DAY);
  assertEquals(
    polynomialExtendedInstant(longer, 80, times, [retention("1m", 30), retention("2d", 2)]),
    T0 + DAY,
  );
});

Deno.test("polynomialExtendedInstant() does not prolong what decays before the retention ends", () => {
  const expected = polynomialInstant(model(), 80, times);
  assertEquals(polynomialExtendedInstant(model(), 80, times, [retention("10y", 3650)]), expected);
});

Deno.test("polynomialExtendedInstant() never comes with a threshold of 0", () => {
  const lasting = model({ threshold: 0 });
  assertEquals(polynomialExtendedInstant(lasting, 80, times, [retention("1d", 1)]), undefined);
});
