import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import fc from "fast-check";
import { InputError, quoted } from "../../lib/run/map_problem.ts";
import { decodeText } from "../../lib/run/map_text.ts";

const START = { line: 1, byte: 0 };
const encode = (text: string) => new TextEncoder().encode(text);

Deno.test("decodeText() keeps every character, a byte order mark too", () => {
  fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => {
    assertEquals(decodeText(encode(`\ufeff${text}`), START), `\ufeff${text}`);
  }));
});

const broken: readonly (readonly [name: string, bytes: number[]])[] = [
  ["a byte that begins nothing", [0xff]],
  ["Latin-1", [0xe4, 0x22]],
  ["a surrogate", [0xed, 0xa0, 0x80]],
  ["an overlong form", [0xc0, 0xaf]],
];

for (const [name, bytes] of broken) {
  Deno.test(`decodeText() tells the place of ${name}, in any length of text`, () => {
    for (
      const before of [
        "",
        "ä\nöx",
        "€".repeat(70_000),
        `${"€".repeat(21_845)}a`,
        "\u{1f480}".repeat(40_000),
      ]
    ) {
      const valid = encode(before);
      const error = assertThrows(
        () => decodeText(new Uint8Array([...valid, ...bytes, 0x20, 0x20]), { line: 5, byte: 100 }),
        InputError,
      );
      const [, byte] = /\(byte (\d+)\) of the input: it is not UTF-8$/.exec(error.message) ?? [];
      const behind = Number(byte) - 100 - valid.length;
      assertEquals(behind >= 0 && behind < bytes.length + 1, true, error.message);
    }
  });
}

Deno.test("decodeText() tells that the last character is cut off", () => {
  const bytes = encode('"a\n€').subarray(0, -1);
  const error = assertThrows(() => decodeText(bytes, START), InputError);
  assertStringIncludes(error.message, "(byte 5)");
});

const formats: readonly (readonly [name: string, bytes: number[]])[] = [
  ["gzip", [0x1f, 0x8b, 0x08, 0x00]],
  ["ZIP", [0x50, 0x4b, 0x03, 0x04, 0xff]],
  ["UTF-16", [0xff, 0xfe, 0x7b, 0x00]],
];

for (const [name, bytes] of formats) {
  Deno.test(`decodeText() knows ${name} when it sees it`, () => {
    const error = assertThrows(() => decodeText(new Uint8Array(bytes), START), InputError);
    assertStringIncludes(error.message, name);
  });
}

Deno.test("quoted() shows nothing that a terminal could obey, and little of it", () => {
  assertEquals(quoted("\u001b[31m\u009b31m\u202e\0"), '"\\u001b[31m\\u009b31m\\u202e\\u0000"');
  assertEquals(quoted("x".repeat(100)).length, 63);
});
