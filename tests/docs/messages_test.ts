/** The messages that docs/troubleshooting.md explains are those of the program. */
import { assert, assertEquals, assertGreater } from "@std/assert";
import { PROJECT, projectFiles } from "../support/project.ts";
import { EXIT_CODES } from "../../lib/cli/exit.ts";
import { readDocuments } from "./support/documents.ts";

const documents = await readDocuments();

/** The texts in the code, with `…` for what is put in, and none cut in two by the width of a line. */
async function textsInCode(): Promise<string> {
  const files = await projectFiles(["lib", "tasks", "cli.ts"]);
  const sources = await Promise.all(files.map((file) => Deno.readTextFile(`${PROJECT}/${file}`)));
  return sources.join("\n")
    .replaceAll(/["'`]\s*\+\s*["'`]/g, "")
    .replaceAll(/\$\{\s*(?:[^{}`]|\{[^{}]*\})*\}/g, "…")
    .replaceAll('\\"', '"');
}

/** First cells of the tables of messages. */
function explained(): readonly string[] {
  const text = documents.get("docs/troubleshooting.md") ?? "";
  return [...text.matchAll(/^\| `(.+?)` \|/gm)].map(([, message = ""]) => message);
}

Deno.test("docs/troubleshooting.md explains messages that the program has", async () => {
  const code = await textsInCode();
  const messages = explained();
  assertGreater(messages.length, 30);
  for (const message of messages) {
    const pieces = message.split("…").map((piece) => piece.replace(/^[^A-Za-z]+/, "").trim())
      .filter((piece) => piece.length > 5);
    assertGreater(pieces.length, 0, message);
    for (const piece of pieces) assert(code.includes(piece), `"${piece}" of "${message}"`);
  }
});

Deno.test("README.md has a row for each exit code", () => {
  const text = documents.get("README.md") ?? "";
  const section = /## Exit codes\n([\s\S]*?)\n## /.exec(text)?.[1] ?? "";
  const rows = [...section.matchAll(/^\| (\d[\d, ]*) \|/gm)].map(([, code = ""]) => code.trim());
  assertEquals(rows, EXIT_CODES.map(({ name }) => name));
});
