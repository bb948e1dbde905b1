import { AssertionError, suffix } from "./assertion_error.ts";
import { format } from "./diff.ts";
import { equal } from "./equal.ts";
import { assertEquals } from "./equality.ts";

export function assertStringIncludes(actual: string, expected: string, msg?: string): void {
  if (actual.includes(expected)) return;
  throw new AssertionError(
    `Expected actual: "${actual}" to contain: "${expected}"${suffix(msg)}`,
  );
}

export function assertMatch(actual: string, expected: RegExp, msg?: string): void {
  if (expected.test(actual)) return;
  throw new AssertionError(`Expected actual: "${actual}" to match: "${expected}"${suffix(msg)}`);
}

export function assertNotMatch(actual: string, expected: RegExp, msg?: string): void {
  if (!expected.test(actual)) return;
  throw new AssertionError(
    `Expected actual: "${actual}" to not match: "${expected}"${suffix(msg)}`,
  );
}

export function assertArrayIncludes<T>(
  actual: ArrayLike<T> & object,
  expected: ArrayLike<T> & object,
  msg?: string,
): void {
  const values = Array.from(actual);
  const missing = Array.from(expected).filter((item) =>
    !values.some((value) => equal(value, item))
  );
  if (missing.length === 0) return;
  throw new AssertionError(
    `Expected actual: "${format(actual)}" to include: "${format(expected)}"${suffix(msg)}\n` +
      `missing: ${format(missing)}`,
  );
}

function isPlain(value: unknown): value is object {
  return typeof value === "object" && value !== null && !(value instanceof RegExp) &&
    !(value instanceof Date);
}

/** What `actual` has of the keys of `expected`, deeply; arrays are cut the same way, by index. */
function common(actual: unknown, expected: unknown): unknown {
  if (!isPlain(actual) || !isPlain(expected)) return actual;
  if (actual instanceof Map && expected instanceof Map) {
    return new Map(
      [...actual].filter(([key]) => expected.has(key))
        .map(([key, value]) => [key, common(value, expected.get(key))]),
    );
  }
  if (actual instanceof Set && expected instanceof Set) return actual.intersection(expected);
  const keys = Reflect.ownKeys(actual).filter((key) => key in expected);
  if (Array.isArray(actual) !== Array.isArray(expected)) return actual;
  return Object.fromEntries(
    keys.filter((key) => !Array.isArray(actual) || key !== "length")
      .map((key) => [key, common(Reflect.get(actual, key), Reflect.get(expected, key))]),
  );
}

/** Passes when `actual` has everything that `expected` has, with equal values, deeply. */
export function assertObjectMatch(
  actual: object,
  expected: Record<PropertyKey, unknown>,
  msg?: string,
): void {
  assertEquals(common(actual, expected), common(expected, expected), msg);
}
