import { assert, assertEquals, assertGreater } from "@std/assert";
import fc from "fast-check";
import { readSections, type Section } from "../../lib/run/map_sections.ts";
import { streamOf } from "./map_lab.ts";

function sectionsOf(text: string, chunkBytes: number, bufferBytes: number): Promise<Section[]> {
  const bytes = new TextEncoder().encode(text);
  return Array.fromAsync(readSections(streamOf(bytes, chunkBytes), bufferBytes));
}

const line = fc.oneof(
  fc.json({ maxDepth: 1 }),
  fc.constantFrom("", " ", "\r", "{", '"ä€', "\u{1f480}"),
);
const text = fc.array(line, { maxLength: 20 }).map((lines) => lines.join("\n"));

Deno.test("readSections() loses nothing and knows where each section begins", async () => {
  await fc.assert(fc.asyncProperty(
    text,
    fc.integer({ min: 1, max: 40 }),
    fc.nat(40),
    async (text, chunkBytes, bufferBytes) => {
      const sections = await sectionsOf(text, chunkBytes, bufferBytes);
      assertEquals(sections.map((each) => each.text).join(""), text);
      let before = "";
      for (const { text, line, byte } of sections) {
        assertEquals(line, before.split("\n").length);
        assertEquals(byte, new TextEncoder().encode(before).length);
        before += text;
      }
    },
  ));
});

Deno.test("readSections() gives an input that fits the buffer whole", async () => {
  const sections = await sectionsOf("[]\n[]\n", 1, 6);
  assertEquals(sections, [{ kind: "all", text: "[]\n[]\n", line: 1, byte: 0 }]);
});

Deno.test("readSections() gives whole lines of a longer input whose first line is a value", async () => {
  const text = '\n{"a":"ä"}\n'.repeat(20);
  for (const chunkBytes of [1, 7, 1000]) {
    const sections = await sectionsOf(text, chunkBytes, 30);
    assert(sections.every(({ kind, text }) => kind === "lines" && text.endsWith("\n")));
  }
  assertGreater((await sectionsOf(text, 7, 30)).length, 5);
});

Deno.test("readSections() waits for the end of a longer value over many lines", async () => {
  const text = `{\n${'"a":1,\n'.repeat(50)}"b":2}`;
  assertEquals((await sectionsOf(text, 7, 30)).map(({ kind }) => kind), ["all"]);
});

Deno.test("readSections() waits for the end of a line, however long", async () => {
  const long = JSON.stringify("x".repeat(2000));
  const sections = await sectionsOf(`${long}\n${long}\n[]`, 10, 30);
  assertEquals(sections.map(({ text }) => text), [`${long}\n`, `${long}\n`, "[]"]);
});

Deno.test("readSections() gives nothing for nothing", async () => {
  assertEquals(await sectionsOf("", 1, 30), []);
});
