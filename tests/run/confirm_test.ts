import { assertEquals } from "@std/assert";
import { confirm } from "../../lib/run/confirm.ts";

/** What is typed, in pieces as a terminal may give it; then the input ends. */
async function answered(...pieces: readonly string[]) {
  let asked = "";
  const stderr = {
    isTerminal: true,
    write: (text: string) => {
      asked += text;
      return Promise.resolve();
    },
    writeSync: () => {},
  };
  const bytes = pieces.map((piece) => new TextEncoder().encode(piece));
  const answer = await confirm({ stdin: ReadableStream.from(bytes), stderr }, "Sure? ");
  return [asked, answer];
}

Deno.test("confirm() takes y and yes for a yes, and nothing else", async () => {
  for (const text of ["y\n", "yes\n", "Y\r\n", " YES \n", "y"]) {
    assertEquals(await answered(text), ["Sure? ", true], text);
  }
  for (const text of ["\n", "n\n", "no\n", "yeah\n", "nyes\n", "\ny\n", ""]) {
    assertEquals(await answered(text), ["Sure? ", false], text);
  }
});

Deno.test("confirm() reads a line, in however many pieces it comes", async () => {
  assertEquals(await answered("y", "e", "s\n"), ["Sure? ", true]);
  assertEquals(await answered("y", "\nrest"), ["Sure? ", true]);
});

Deno.test("confirm() takes the end of the input for a no", async () => {
  assertEquals(await answered(), ["Sure? ", false]);
});
