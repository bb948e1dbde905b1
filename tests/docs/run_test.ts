/**
 * Runs the commands of each document in order, against a loopback MISP and a real Elasticsearch. What
 * cannot be run is named in support/not_run.ts.
 */
import { assertEquals, assertGreater, assertObjectMatch } from "@std/assert";
import { startElasticsearch } from "../support/engine.ts";
import { readDocuments } from "./support/documents.ts";
import { startLab } from "./support/lab.ts";
import { type Fence, fencesOf } from "./support/markdown.ts";
import type { ShellSession } from "./support/shell_session.ts";

const engine = await startElasticsearch();

/** What a document's commands printed so far. */
interface Terminal {
  readonly session: ShellSession;
  last: string;
}

/**
 * A YAML block with a name is a file that later commands read; a block of JSON called "output" is a
 * part of what the commands before it print.
 */
async function tryFence(terminal: Terminal, { name, language, body }: Fence): Promise<void> {
  const { session } = terminal;
  if (language === "yaml" && name !== "") return await session.writeFile(name, body);
  if (language === "json" && name === "output") {
    return assertObjectMatch(JSON.parse(terminal.last), JSON.parse(body));
  }
  if (language !== "sh") return;
  const outcome = await session.run({ body });
  if (outcome === undefined) return;
  terminal.last = outcome.stdout;
  assertEquals(outcome.code, 0, `${body}\nstdout: ${outcome.stdout}\nstderr: ${outcome.stderr}`);
}

const PREPARED: Fence = {
  language: "sh",
  name: "",
  body: "ti-misp install-assets\nti-misp sync-attributes\n",
  line: 0,
};

for (const [path, text] of await readDocuments()) {
  const fences = fencesOf(text);
  if (!fences.some(({ language }) => language === "sh")) continue;
  Deno.test({
    name: `${path}: its commands do what they should, one after the other`,
    ignore: engine.url === undefined || Deno.build.os === "windows",
    fn: async (t) => {
      await using lab = await startLab(engine.url ?? "");
      const terminal = { session: lab.session, last: "" };
      // Every other document goes on from where README ends.
      if (path !== "README.md") await tryFence(terminal, PREPARED);
      for (const fence of fences) {
        const isDone = await t.step(
          `line ${fence.line}, ${fence.language}`,
          () => tryFence(terminal, fence),
        );
        // What follows needs what went before.
        if (!isDone) return;
      }
      if (path === "README.md") assertGreater(await lab.indicators(), 0);
    },
  });
}
