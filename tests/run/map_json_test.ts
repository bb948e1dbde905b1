import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { afterBlanks, JsonFault, valueEnd } from "../../lib/run/map_json.ts";

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function isValue(text: string): boolean {
  try {
    return afterBlanks(text, valueEnd(text, 0)) === text.length;
  } catch (error) {
    assert(error instanceof JsonFault, String(error));
    assert(error.at >= 0 && error.at <= text.length, `${error.at} is outside "${text}"`);
    return false;
  }
}

Deno.test("valueEnd() finds the end of every text that JSON.parse takes", () => {
  fc.assert(fc.property(fc.json(), fc.string(), (json, rest) => {
    assertEquals(valueEnd(`${json} ${rest}`, 0), json.length);
  }));
});

Deno.test("valueEnd() refuses exactly what JSON.parse refuses", () => {
  const token = fc.constantFrom(
    ...'{}[],: \t\r\n\0"\\'.split(""),
    ..."a\\u12 \\ud800 \\x \\n 0 00 -0 -1 1. .5 1e5 1e 1E+2 - + true false null tru NaN".split(" "),
    '"a"',
    '"a":',
    '"\u2028"',
    "\u00a0",
    "\ufeff",
  );
  const text = fc.array(token, { maxLength: 9 }).map((tokens) => tokens.join(""));
  fc.assert(
    fc.property(text, (text) => assertEquals(isValue(text), isJson(text), JSON.stringify(text))),
    { numRuns: 5000 },
  );
});

Deno.test("valueEnd() refuses what JSON.parse refuses after one character was changed", () => {
  const changed = fc.tuple(fc.json(), fc.nat(), fc.constantFrom(...'{}[]":,\\01e-. \nx'));
  fc.assert(fc.property(changed, ([json, place, sign]) => {
    const at = place % json.length;
    const text = json.slice(0, at) + sign + json.slice(at + 1);
    assertEquals(isValue(text), isJson(text), JSON.stringify(text));
  }));
});

const FAULTS: readonly (readonly [text: string, at: number, expected: string])[] = [
  ["", 0, "a value"],
  ["<html>", 0, "a value"],
  ['{"a": x}', 6, "a value"],
  ['{"a":1,}', 7, "a name in quotes"],
  ["{a:1}", 1, "a name in quotes"],
  ['{"a" 1}', 5, '":"'],
  ["[1 2]", 3, '"," or "]"'],
  ['{"a":[1}', 7, '"," or "]"'],
  ['{"a":1', 6, '"," or "}"'],
  ['["a', 3, "a closing quote"],
  ['["a\n"]', 3, "text without control characters"],
  ['["\\x"]', 2, 'an escape like "\\n" or "\\u00e9"'],
  ["[01]", 2, '"," or "]"'],
  ["[1,]", 3, "a value"],
];

for (const [text, at, expected] of FAULTS) {
  Deno.test(`valueEnd() tells where ${JSON.stringify(text)} breaks`, () => {
    const fault = assertThrows(() => valueEnd(text, 0), JsonFault, `Expected ${expected}`);
    assertEquals(fault.at, at);
  });
}

Deno.test("valueEnd() has no limit of depth or length", () => {
  const deep = '[{"a":'.repeat(100_000) + "1" + "}]".repeat(100_000);
  assertEquals(valueEnd(deep, 0), deep.length);
  assertThrows(() => valueEnd(deep.slice(0, -1), 0), JsonFault, '"," or "]"');
  const long = `"${"a\\n".repeat(1_000_000)}"`;
  assertEquals(valueEnd(long, 0), long.length);
  const digits = "9".repeat(2_000_000);
  assertEquals(valueEnd(digits, 0), digits.length);
});
