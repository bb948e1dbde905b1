import { assertEquals } from "@std/assert";
import { DAY, format, HOUR, MINUTE, SECOND, WEEK } from "@std/datetime";

const date = new Date(Date.UTC(2026, 0, 5, 3, 4, 9, 12));

Deno.test("SECOND, MINUTE, HOUR, DAY and WEEK are milliseconds", () => {
  assertEquals([SECOND, MINUTE, HOUR, DAY, WEEK], [1e3, 6e4, 36e5, 864e5, 6048e5]);
});

Deno.test("format() writes each symbol in UTC", () => {
  const write = (pattern: string) => format(date, pattern, { timeZone: "UTC" });
  assertEquals(write("yyyy-MM-dd HH:mm:ss"), "2026-01-05 03:04:09");
  assertEquals(write("yy M d H m s"), "26 1 5 3 4 9");
  assertEquals(write("SSS SS S"), "012 01 0");
  assertEquals(write("'on' yyyy'-'"), "on 2026-");
});

Deno.test("format() uses the time zone of the process without a zone", () => {
  const local = new Date(2026, 0, 5, 3, 4, 9, 12);
  assertEquals(format(local, "yyyy-MM-dd HH:mm:ss.SSS"), "2026-01-05 03:04:09.012");
});
