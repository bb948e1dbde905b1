import { stripVTControlCharacters } from "node:util";
import {
  assert,
  assertAlmostEquals,
  assertArrayIncludes,
  assertEquals,
  assertExists,
  assertFalse,
  assertGreater,
  assertGreaterOrEqual,
  assertInstanceOf,
  AssertionError,
  assertLess,
  assertLessOrEqual,
  assertMatch,
  assertNotEquals,
  assertNotMatch,
  assertNotStrictEquals,
  assertObjectMatch,
  assertRejects,
  assertStrictEquals,
  assertStringIncludes,
  assertThrows,
  equal,
  fail,
  unreachable,
} from "@std/assert";

/** The verdict without the library under test: an assertion cannot vouch for itself. */
function refuses(fn: () => unknown): string {
  try {
    fn();
  } catch (error) {
    if (error instanceof AssertionError) return error.message;
    throw error;
  }
  throw new Error("The assertion passed, though it must not");
}

class Point {
  constructor(readonly x: number, readonly y: number) {}
}

class Hidden {
  readonly #value: number;
  constructor(value: number) {
    this.#value = value;
  }
  get value(): number {
    return this.#value;
  }
}

const same: readonly (readonly [unknown, unknown])[] = [
  [1, 1],
  [0, -0],
  [NaN, NaN],
  [{ a: [1, { b: 2 }] }, { a: [1, { b: 2 }] }],
  [{ a: 1, b: 2 }, { b: 2, a: 1 }],
  [Object.create(null), {}],
  [new Date(5), new Date(5)],
  [/a/g, /a/g],
  [new URL("http://a/b"), new URL("http://a/b")],
  [new Map([["a", { x: 1 }]]), new Map([["a", { x: 1 }]])],
  [new Set([1, { a: 1 }]), new Set([{ a: 1 }, 1])],
  [new Uint8Array([1, 2]), new Uint8Array([1, 2])],
  [new Point(1, 2), new Point(1, 2)],
  [new Hidden(1), new Hidden(1)],
  [Temporal.Instant.fromEpochMilliseconds(5), Temporal.Instant.fromEpochMilliseconds(5)],
  [[undefined], [undefined]],
];

const different: readonly (readonly [unknown, unknown])[] = [
  [1, "1"],
  [null, undefined],
  [{ a: 1 }, { a: 1, b: undefined }],
  [{ a: 1, b: undefined }, { a: 1, c: undefined }],
  [[1, 2], [2, 1]],
  [[1], [1, 2]],
  [[], {}],
  [new Point(1, 2), { x: 1, y: 2 }],
  [new Hidden(1), new Hidden(2)],
  [new Date(5), new Date(6)],
  [/a/g, /a/i],
  [new URL("http://a/b"), new URL("http://a/c")],
  [new Map([["a", 1]]), new Map([["a", 2]])],
  [new Map([["a", 1]]), new Map([["b", 1]])],
  [new Set([1, 2]), new Set([1, 3])],
  [new Uint8Array([1, 2]), new Uint8Array([1, 3])],
  [Temporal.Instant.fromEpochMilliseconds(5), Temporal.Instant.fromEpochMilliseconds(6)],
  [1n, 1],
  [Symbol("a"), Symbol("a")],
];

Deno.test("equal() compares deeply", () => {
  for (const [a, b] of same) if (!equal(a, b)) throw new Error(Deno.inspect([a, b]));
  for (const [a, b] of different) if (equal(a, b)) throw new Error(Deno.inspect([a, b]));
});

Deno.test("equal() ends on values that hold themselves", () => {
  const ring = (): Record<string, unknown> => {
    const value: Record<string, unknown> = { a: 1 };
    return Object.assign(value, { self: value });
  };
  assert(equal(ring(), ring()));
});

Deno.test("assertEquals() and assertNotEquals() follow equal()", () => {
  for (const [a, b] of same) {
    assertEquals(a, b);
    refuses(() => assertNotEquals(a, b));
  }
  for (const [a, b] of different) {
    assertNotEquals(a, b);
    refuses(() => assertEquals(a, b));
  }
});

Deno.test("assertEquals() shows only the lines that differ as different", () => {
  const lines = (fn: () => void) => stripVTControlCharacters(refuses(fn)).replaceAll(/ +/g, " ");
  const message = lines(() => assertEquals({ a: 1, b: [1, 2], c: 3 }, { a: 1, b: [1, 4], c: 3 }));
  assertStringIncludes(message, "Values are not equal.");
  assertStringIncludes(message, "\n- 2,\n+ 4,\n");
  assertMatch(message, /\n {1}a: 1,/);
  assertStringIncludes(refuses(() => assertEquals(1, 2, "why")), "Values are not equal: why");
  assertStringIncludes(lines(() => assertEquals("a \nb", "a\nb")), String.raw`a \n`);
});

Deno.test("assert(), assertFalse() and assertExists() look at one value", () => {
  assert("a");
  assertFalse(0);
  assertExists(0);
  assertStringIncludes(refuses(() => assert(0, "why")), "why");
  refuses(() => assertFalse("a"));
  refuses(() => assertExists(null));
  refuses(() => assertExists(undefined));
});

Deno.test("assertStrictEquals() compares identity", () => {
  const value = {};
  assertStrictEquals(value, value);
  assertNotStrictEquals(value, {});
  assertStringIncludes(refuses(() => assertStrictEquals({}, {})), "not reference-equal");
  refuses(() => assertStrictEquals(0, -0));
  refuses(() => assertNotStrictEquals(value, value));
});

Deno.test("assertGreater() and its kin order numbers", () => {
  assertGreater(2, 1);
  assertGreaterOrEqual(2, 2);
  assertLess(1, 2);
  assertLessOrEqual(2, 2);
  assertAlmostEquals(0.1 + 0.2, 0.3);
  assertAlmostEquals(10, 11, 1);
  refuses(() => assertGreater(1, 1));
  refuses(() => assertGreaterOrEqual(1, 2));
  refuses(() => assertLess(1, 1));
  refuses(() => assertLessOrEqual(2, 1));
  refuses(() => assertLess(NaN, 1));
  refuses(() => assertAlmostEquals(0.01, 0.02));
});

Deno.test("assertMatch(), assertStringIncludes() and assertArrayIncludes() look for a part", () => {
  assertMatch("abc", /b/);
  assertNotMatch("abc", /d/);
  assertStringIncludes("abc", "bc");
  assertArrayIncludes([1, { a: 1 }, 3], [{ a: 1 }, 3]);
  refuses(() => assertMatch("abc", /d/));
  refuses(() => assertNotMatch("abc", /b/));
  refuses(() => assertStringIncludes("abc", "d"));
  assertStringIncludes(refuses(() => assertArrayIncludes([1], [1, 2])), "missing: [\n  2,\n]");
});

Deno.test("assertObjectMatch() ignores what is not expected, at any depth", () => {
  const actual = { a: 1, b: { c: 2, d: [{ e: 3, f: 4 }] }, at: new Date(5), re: /x/ };
  assertObjectMatch(actual, { b: { d: [{ e: 3 }] } });
  assertObjectMatch(actual, { at: new Date(5), re: /x/ });
  refuses(() => assertObjectMatch(actual, { b: { c: 3 } }));
  refuses(() => assertObjectMatch(actual, { missing: undefined }));
  refuses(() => assertObjectMatch(actual, { b: { d: [{ e: 3 }, { e: 5 }] } }));
  refuses(() => assertObjectMatch(actual, { at: new Date(6) }));
});

Deno.test("assertThrows() gives the error when its class and message are right", () => {
  const boom = () => {
    throw new RangeError("out of range");
  };
  assertStrictEquals(assertThrows(boom, RangeError, "out of").message, "out of range");
  assertInstanceOf(assertThrows(boom), RangeError);
  refuses(() => assertThrows(boom, TypeError));
  refuses(() => assertThrows(boom, RangeError, "in range"));
  assertStringIncludes(refuses(() => assertThrows(() => 1, "why")), "to throw: why");
});

Deno.test("assertRejects() gives the reason, and refuses a function that throws at once", async () => {
  const boom = () => Promise.reject(new RangeError("out of range"));
  assertStrictEquals((await assertRejects(boom, RangeError, "out of")).message, "out of range");
  const refused = async (fn: () => Promise<unknown>) => {
    const [result] = await Promise.allSettled([fn()]);
    if (result.status !== "rejected") throw new Error("The assertion passed, though it must not");
    assertInstanceOf(result.reason, AssertionError);
  };
  await refused(() => assertRejects(boom, TypeError));
  await refused(() => assertRejects(boom, RangeError, "in range"));
  await refused(() => assertRejects(() => Promise.resolve(1)));
  await refused(() =>
    assertRejects(() => {
      throw new RangeError("at once");
    })
  );
});

Deno.test("assertInstanceOf(), fail() and unreachable() name what went wrong", () => {
  assertInstanceOf(new Date(0), Date);
  assertStringIncludes(refuses(() => assertInstanceOf({}, Date)), '"Date" but was "Object"');
  assertStringIncludes(refuses(() => fail("why")), "Failed assertion: why");
  refuses(() => unreachable());
});
