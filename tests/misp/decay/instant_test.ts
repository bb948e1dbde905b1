import { assertEquals } from "@std/assert";
import { withinCalendar } from "../../../lib/misp/decay/instant.ts";

Deno.test("withinCalendar() ends with the year 9999 and begins with 1970", () => {
  assertEquals(withinCalendar(-1e300), 0);
  const last = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
  assertEquals(withinCalendar(last), last);
  assertEquals(withinCalendar(last + 1), undefined);
  assertEquals(withinCalendar(NaN), undefined);
});
