import { assertEquals, assertExists, assertThrows } from "@std/assert";
import fc from "fast-check";
import type { Found } from "../../lib/run/map_input.ts";
import { InputError } from "../../lib/run/map_problem.ts";
import type { Section } from "../../lib/run/map_sections.ts";
import { readSection } from "../../lib/run/map_values.ts";

const MD5 = '{"type":"md5","value":"a"}';

function read(text: string, kind: Section["kind"] = "all"): Found | undefined {
  return readSection({ text, kind, line: 1, byte: 0 });
}

/** The values of the attributes that were read. */
function valuesIn(text: string, kind?: Section["kind"]): unknown[] {
  const found = read(text, kind);
  assertExists(found);
  return found.rows.map(({ attribute }) => attribute.value);
}

const SPACES = {
  "one a line": "\n",
  "one a line as Windows writes it": "\r\n",
  "with blank lines": "\n \n\n",
  "one behind the other": "",
  "with blanks between": "  ",
  "with a byte order mark before each": "\n\ufeff",
} as const satisfies Readonly<Record<string, string>>;

for (const [name, space] of Object.entries(SPACES)) {
  for (const indent of [0, 2]) {
    Deno.test(`readSection() reads values ${name}, indented by ${indent}`, () => {
      const value = { type: "text", value: "} {\n" };
      const texts = [1, 2, 3].map((each) => JSON.stringify({ ...value, id: each }, null, indent));
      assertEquals(valuesIn(texts.join(space)), Array(3).fill("} {\n"));
      assertEquals(valuesIn(`\ufeff\n${texts.join(space)}${space}`), Array(3).fill("} {\n"));
    });
  }
}

Deno.test("readSection() reads indented values behind lines and lines behind indented values", () => {
  const indented = JSON.stringify(JSON.parse(MD5), null, 2);
  assertEquals(valuesIn(`${MD5}\n${indented}\n${MD5}\n${MD5}\n${indented}`).length, 5);
});

Deno.test("readSection() tells blanks from an answer without rows", () => {
  assertEquals(read(" \n\ufeff\r\n\t"), undefined);
  assertEquals(read("[]"), { rows: [], eventsWithoutAttributes: 0 });
});

const PROBLEMS: readonly (readonly [text: string, message: string])[] = [
  [
    "{",
    "Cannot read line 1 column 2 (byte 1) of the input as JSON: expected a name in quotes, found the end of the input",
  ],
  [
    `${MD5}\n\n{"type":"md5" "value"}\n${MD5}`,
    'Cannot read line 3 column 15 (byte 42) of the input as JSON: expected "," or "}", found "\\""',
  ],
  [
    `${MD5}\r\n{"type":"md5"\r\n${MD5}`,
    'Cannot read line 2 column 14 (byte 41) of the input as JSON: expected "," or "}", found the end of the line',
  ],
  [
    `${MD5}\n${MD5} x\n${MD5}`,
    'Cannot read line 2 column 28 (byte 54) of the input as JSON: expected a value, found "x"',
  ],
  [
    '{\n  "info": "ä",\n  "date": 1.\n}',
    'Cannot read line 3 column 12 (byte 29) of the input as JSON: expected "," or "}", found "."',
  ],
  [
    "\n <!DOCTYPE html>",
    'Cannot read line 2 column 2 (byte 2) of the input as JSON: expected a value, found "<"; is it an HTML page?',
  ],
  [
    '{"type":"md5","value":"a\u{1f480}\0"}',
    'Cannot read line 1 column 27 (byte 28) of the input as JSON: expected text without control characters, found "\\u0000"',
  ],
  [
    `${MD5}\n[${MD5},{"type":"md5","uuid":""}]`,
    'Cannot map line 2 column 29 (byte 55) of the input at .[1]: an attribute without "value"',
  ],
];

for (const [text, message] of PROBLEMS) {
  Deno.test(`readSection() tells what is wrong with ${JSON.stringify(text)}`, () => {
    assertEquals(assertThrows(() => read(text), InputError).message, message);
  });
}

Deno.test("readSection() looks for what is wrong with a line on the line", () => {
  const message =
    'Cannot read line 2 column 14 (byte 40) of the input as JSON: expected "," or "}", ' +
    "found the end of the line";
  const text = `${MD5}\n{"type":"md5"\n,"value":"a"}\n`;
  assertEquals(assertThrows(() => read(text, "lines"), InputError).message, message);
  const trailing = assertThrows(() => read(`${MD5} 1\n`, "lines"), InputError).message;
  assertEquals(
    trailing,
    'Cannot read line 1 column 28 (byte 27) of the input as JSON: expected the end of the line, found "1"',
  );
});

Deno.test("readSection() counts on from where its section begins", () => {
  const section = { text: '\n{"foo":1}', kind: "lines", line: 11, byte: 1000 } as const;
  const { message } = assertThrows(() => readSection(section), InputError);
  assertEquals(message.startsWith("Cannot map line 12 column 1 (byte 1001) of the input: "), true);
});

Deno.test("readSection() reads any text, or refuses it and names a place", () => {
  const piece = fc.oneof(
    fc.string(),
    fc.json(),
    fc.constantFrom("\n", "{", "}", "[", "]", ",", MD5, "\ufeff", "[]", "\r\n", " "),
  );
  const text = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(""));
  fc.assert(
    fc.property(text, fc.constantFrom("all" as const, "lines" as const), (text, kind) => {
      try {
        read(text, kind);
      } catch (error) {
        assertEquals(error instanceof InputError, true, String(error));
        assertEquals(/ line \d+ column \d+ \(byte \d+\) of the input/.test(String(error)), true);
      }
    }),
    { numRuns: 1000 },
  );
});
