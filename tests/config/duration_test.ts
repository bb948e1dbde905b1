import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import {
  formatDuration,
  parseDuration,
  parseLifetime,
  parsePositiveDuration,
} from "../../lib/config/duration.ts";

Deno.test("parseDuration() reads whole numbers with units", () => {
  const cases = {
    "90d": 90 * 86_400_000,
    "12h": 12 * 3_600_000,
    "15m": 900_000,
    "30s": 30_000,
    "1h30m": 5_400_000,
    "2w": 14 * 86_400_000,
    "2y": 730 * 86_400_000,
    "1w": 7 * 86_400_000,
    "0s": 0,
    " 1d ": 86_400_000,
  };
  for (const [text, ms] of Object.entries(cases)) assertEquals(parseDuration(text), ms, text);
});

Deno.test("parseDuration() refuses everything else and names the units", () => {
  for (
    const text of ["", "1", "d", "1.5h", "-1d", "1d1d", "30m1h", "1q", "1D", "99999999999999w"]
  ) {
    assertThrows(() => parseDuration(text), RangeError, "with the units y, w, d, h, m, s", text);
  }
});

Deno.test("formatDuration() writes what parseDuration() reads back", () => {
  fc.assert(fc.property(fc.nat({ max: 10_000_000 }), (seconds) => {
    assertEquals(parseDuration(formatDuration(seconds * 1000)), seconds * 1000);
  }));
  assertEquals(formatDuration(5_400_000), "1h30m");
  assertEquals(formatDuration(90 * 86_400_000), "90d");
});

Deno.test("parsePositiveDuration() refuses no time at all, and parseLifetime() knows off", () => {
  assertEquals(parsePositiveDuration("1s"), 1000);
  assertThrows(() => parsePositiveDuration("0d"), RangeError, 'Must be longer than "0d"');
  assertEquals(parseLifetime("off"), "off");
  assertEquals(parseLifetime("1s"), 1000);
  assertThrows(() => parseLifetime("0s"), RangeError, 'Must be longer than "0s"');
});
