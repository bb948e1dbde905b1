/**
 * Look-alike of `jsr:@std/assert@1.0.19`: the part that the tests use, with the same signatures and
 * verdicts. It exists because the registry of the original cannot be reached from everywhere;
 * `deno.jsr.json` maps the name to the original.
 */
export { AssertionError } from "./assert/assertion_error.ts";
export { equal } from "./assert/equal.ts";
export {
  assertInstanceOf,
  assertIsError,
  assertRejects,
  assertThrows,
  fail,
  unreachable,
} from "./assert/errors.ts";
export {
  assertAlmostEquals,
  assertGreater,
  assertGreaterOrEqual,
  assertLess,
  assertLessOrEqual,
} from "./assert/numbers.ts";
export {
  assert,
  assertEquals,
  assertExists,
  assertFalse,
  assertNotEquals,
  assertNotStrictEquals,
  assertStrictEquals,
} from "./assert/equality.ts";
export {
  assertArrayIncludes,
  assertMatch,
  assertNotMatch,
  assertObjectMatch,
  assertStringIncludes,
} from "./assert/parts.ts";
