/**
 * Runs the commands of each document in order, against a loopback MISP and a real Elasticsearch. What
 * cannot be run is named in support/not_run.ts.
 */
import { assertGreater } from "@std/assert";
import { startElasticsearch } from "../support/engine.ts";
import { readDocuments } from "./support/documents.ts";
import { startLab } from "./support/lab.ts";
import { type Fence, fencesOf } from "./support/markdown.ts";
import type { ShellSession } from "./support/shell_session.ts";

const engine = await startElasticsearch();

/** A YAML block with a name is a file that later commands read. */
async function tryFence(session: ShellSession, { name, language, body }: Fence): Promise<void> {
  if (language === "yaml" && name !== "") return await session.writeFile(name, body);
  if (language !== "sh") return;
  const outcome = await session.run({ body });
  if (outcome !== undefined && outcome.code !== 0) {
    throw new Error(
      `Exit code ${outcome.code} of:\n${body}\nstdout: ${outcome.stdout}\nstderr: ${outcome.stderr}`,
    );
  }
}

for (const [path, text] of await readDocuments()) {
  const fences = fencesOf(text);
  if (!fences.some(({ language }) => language === "sh")) continue;
  Deno.test({
    name: `${path}: its commands do what they should, one after the other`,
    ignore: engine.url === undefined || Deno.build.os === "windows",
    fn: async (t) => {
      await using lab = await startLab(engine.url ?? "");
      for (const fence of fences) {
        const isDone = await t.step(
          `line ${fence.line}, ${fence.language}`,
          () => tryFence(lab.session, fence),
        );
        // What follows needs what went before.
        if (!isDone) return;
      }
      if (path === "README.md") assertGreater(await lab.indicators(), 0);
    },
  });
}
