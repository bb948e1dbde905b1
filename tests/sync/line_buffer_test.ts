import { assertEquals } from "@std/assert";
import { LineBuffer } from "../../lib/sync/line_buffer.ts";

const decoder = new TextDecoder();
const ROOM = new LineBuffer().bytes.length;
const ACTION = "action";
/** Of the action and two line feeds. */
const AROUND = ACTION.length + 2;

for (const kind of ["text", "bytes"] as const) {
  Deno.test(`LineBuffer.add() takes ${kind} that fills it to the last byte, and no more`, () => {
    const lines = new LineBuffer();
    const part = (size: number) =>
      kind === "text" ? "x".repeat(size) : new Uint8Array(size).fill(0x78);
    assertEquals(lines.add(ACTION, [part(ROOM - AROUND + 1)]), false);
    assertEquals(lines.end, 0);
    assertEquals(lines.add(ACTION, [part(ROOM - AROUND)]), true);
    assertEquals(lines.end, ROOM);
    assertEquals(lines.add("", []), false);
    assertEquals(decoder.decode(lines.bytes), `${ACTION}\n${"x".repeat(ROOM - AROUND)}\n`);
  });
}

Deno.test("LineBuffer.add() takes no line of which a character is cut in two", () => {
  const lines = new LineBuffer();
  assertEquals(lines.add(ACTION, ["x".repeat(ROOM - AROUND - 1), "ü"]), false);
  assertEquals(lines.add(ACTION, ["x".repeat(ROOM - AROUND - 2), "ü"]), true);
  assertEquals(lines.end, ROOM);
});

Deno.test("LineBuffer.add() puts the parts of a line behind one another", () => {
  const lines = new LineBuffer();
  lines.add("one", [new TextEncoder().encode('{"a":'), '"ü"', "}"]);
  lines.add("two", ["{}"]);
  const text = decoder.decode(lines.bytes.subarray(0, lines.end));
  assertEquals(text, 'one\n{"a":"ü"}\ntwo\n{}\n');
});
