import { assertEquals, assertThrows } from "@std/assert";
import { SafetyStop } from "../../lib/errors.ts";
import { DeleteGuard } from "../../lib/sync/guard.ts";

const QUARTER = { kind: "percent", percent: 25 } as const;

Deno.test("DeleteGuard stops at the share, counting over the whole run", () => {
  const guard = new DeleteGuard(QUARTER, 1000);
  guard.take(200, "in a test");
  guard.take(50, "in a test");
  assertThrows(() => guard.take(1, "in a test"), SafetyStop, "251 of 1000");
});

Deno.test("DeleteGuard.check() foresees without counting", () => {
  const guard = new DeleteGuard(QUARTER, 1000);
  guard.check(250, "foreseen");
  guard.take(250, "made");
  assertThrows(() => guard.check(1, "foreseen"), SafetyStop, "--max-delete");
});

Deno.test("DeleteGuard takes a number of documents as well as a share", () => {
  const guard = new DeleteGuard({ kind: "count", count: 3 }, 1000);
  guard.take(3, "in a test");
  assertThrows(() => guard.take(1, "in a test"), SafetyStop);
});

Deno.test("DeleteGuard lets a handful go whatever the share, and everything at 100%", () => {
  new DeleteGuard(QUARTER, 12).take(10, "in a small index");
  assertThrows(() => new DeleteGuard(QUARTER, 12).take(11, "in a small index"), SafetyStop);
  new DeleteGuard({ kind: "percent", percent: 100 }, 1000).take(1_000_000, "on purpose");
});

Deno.test("DeleteGuard refuses an empty list beside documents, unless all may go", () => {
  assertThrows(() => new DeleteGuard(QUARTER, 1000).refuseEmptyList(0), SafetyStop, "1000");
  new DeleteGuard(QUARTER, 1000).refuseEmptyList(1);
  new DeleteGuard(QUARTER, 0).refuseEmptyList(0);
  new DeleteGuard({ kind: "percent", percent: 100 }, 1000).refuseEmptyList(0);
  assertThrows(() => new DeleteGuard(QUARTER, 6).refuseEmptyList(0), SafetyStop);
  assertEquals(new DeleteGuard({ kind: "percent", percent: 0 }, 6).forbids(1), true);
});
