/** Every command line of the documentation, whether it is run or not. */
import { assertEquals, assertGreater } from "@std/assert";
import { readDocuments } from "./support/documents.ts";
import { requireAccepted } from "./support/flag_tables.ts";
import { fencesOf, inlineCodeOf } from "./support/markdown.ts";
import { LINES, PROGRAMS, whyNotRun } from "./support/not_run.ts";
import { commandsIn, linesOf, tiMispArguments } from "./support/shell_lines.ts";

const documents = await readDocuments();

function shellLines(text: string): readonly string[] {
  return fencesOf(text).filter(({ language }) => language === "sh")
    .flatMap(({ body }) => linesOf(body));
}

const allLines = [...documents.values()].flatMap(shellLines);

/** Also what is named in a sentence or a table, if it has arguments. */
function mentioned(text: string): readonly string[] {
  return inlineCodeOf(text).filter((code) =>
    /^ti-misp [a-z-]/.test(code) && !/[A-Z]{3}/.test(code)
  );
}

for (const [path, text] of documents) {
  Deno.test(`${path} gives ti-misp only commands and flags that it knows`, async () => {
    for (const line of [...shellLines(text), ...mentioned(text)]) {
      for (const words of commandsIn(line)) {
        const argv = tiMispArguments(words);
        if (argv === undefined) continue;
        await requireAccepted(argv).catch((cause) => {
          throw new Error(`Cannot accept "${line}"`, { cause });
        });
      }
    }
  });
}

Deno.test("the documentation has commands to test", () => {
  const commands = allLines.flatMap(commandsIn).map(tiMispArguments);
  assertGreater(commands.filter((argv) => argv !== undefined).length, 20);
});

Deno.test("what no test runs is still there: no exception outlives its line", () => {
  const programs = new Set(allLines.map((line) => line.split(/\s/)[0]));
  assertEquals(Object.keys(PROGRAMS).filter((program) => !programs.has(program)), []);
  assertEquals(Object.keys(LINES).filter((line) => !allLines.includes(line)), []);
});

Deno.test({
  name: "every line of shell can be parsed, also where no test runs it",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    for (const line of allLines.filter((line) => whyNotRun(line) !== undefined)) {
      const { success } = await new Deno.Command("bash", { args: ["-n", "-c", line] }).output();
      assertEquals([line, success], [line, true]);
    }
  },
});
