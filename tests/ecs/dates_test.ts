import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { dateText, formatDate, parseDate } from "../../lib/ecs/dates.ts";

const DATES = {
  "2024-10-06T16:48:04.123456+00:00": "2024-10-06T16:48:04.123Z",
  "2024-10-06T16:48:04.999999+02:00": "2024-10-06T14:48:04.999Z",
  "2024-10-06T16:48:04+00": "2024-10-06T16:48:04.000Z",
  "2024-10-06T16:48:04-0530": "2024-10-06T22:18:04.000Z",
  "2024-10-06T16:48:04.1Z": "2024-10-06T16:48:04.100Z",
  "2024-10-06 16:48:04": "2024-10-06T16:48:04.000Z",
  " 2024-10-06T16:48 ": "2024-10-06T16:48:00.000Z",
  "2024-10-06": "2024-10-06T00:00:00.000Z",
  "2024-02-29": "2024-02-29T00:00:00.000Z",
  "0001-01-01": "0001-01-01T00:00:00.000Z",
  "9999-12-31T23:59:59.999Z": "9999-12-31T23:59:59.999Z",
  "1728233284": "2024-10-06T16:48:04.000Z",
  "1728233284123": "2024-10-06T16:48:04.123Z",
  "1728233284123456": "2024-10-06T16:48:04.123Z",
} satisfies Record<string, string>;

for (const [sent, expected] of Object.entries(DATES)) {
  Deno.test(`dateText() reads "${sent}"`, () => assertEquals(dateText(sent), expected));
}

Deno.test("dateText() reads epoch numbers by their size", () => {
  const [seconds, micro] = [1728233284, 1728233284123456];
  assertEquals(dateText(seconds), "2024-10-06T16:48:04.000Z");
  assertEquals(dateText(micro), "2024-10-06T16:48:04.123Z");
  assertEquals(dateText(1728233284.5), "2024-10-06T16:48:04.500Z");
});

Deno.test("dateText() gives no date for what is absent or unreadable", () => {
  const absent = [null, undefined, "", " ", 0, "0", false, {}, []];
  const unreadable = [
    "yesterday",
    "2023-02-29",
    "2024-13-01",
    "2024-10-06T24:00:00",
    "2024-10-06T16:60",
    "2024-10-06T16:48:04+25:00",
    "2024-02-30T16:48:04.123456+00:00",
    "2024-10-06T24:48:04.123456+00:00",
    "2024-10-06T16:48:60.123456+00:00",
    "2024-10-06T16:48:04.12345x+00:00",
    "2024-10-06T16:48:04:123456+00:00",
    "2024x10-06T16:48:04.123456+00:00",
    "10000-01-01",
    "9999-12-31T23:59:59-01:00",
    "-1",
    -5,
    Infinity,
    "99999999999999999",
    9e21,
  ];
  for (const sent of [...absent, ...unreadable]) assertEquals(dateText(sent), undefined);
});

Deno.test("formatDate() writes what Date.prototype.toISOString writes, for the years 0 to 9999", () => {
  const range = {
    min: new Date("0000-01-01T00:00:00Z"),
    max: new Date("9999-12-31T23:59:59.999Z"),
  };
  fc.assert(fc.property(fc.date({ ...range, noInvalidDate: true }), (date) => {
    assertEquals(formatDate(date.getTime()), date.toISOString());
    assertEquals(parseDate(date.toISOString()), date.getTime());
    assertEquals(parseDate(date.toISOString().replace("Z", "999+00:00")), date.getTime());
  }));
});

Deno.test("formatDate() refuses what a date field cannot hold", () => {
  for (const time of [NaN, Infinity, -Infinity, 253_402_300_800_000, -62_167_219_200_001]) {
    assertEquals(formatDate(time), undefined);
  }
});
