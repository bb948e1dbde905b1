/** No room for files of documents: what was there stays, and the next run that has room is right. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { assertBalanced } from "./support/balance.ts";
import { inShell } from "./support/command_line.ts";
import { SmallDisk } from "./support/small_disk.ts";
import { stageTest } from "./support/stage_test_case.ts";
import { type Run, runOf, type Trial } from "./support/trial.ts";

const canMount = await SmallDisk.isPossible();

/** A document file and its ledger, and lines for `_bulk` without one. */
const KINDS = ["ndjson", "bulk"] as const;

function outputTo(kind: string, path: string): readonly string[] {
  return ["sync-attributes", "--json", "--output", `${kind}:${path}`];
}

async function assertDone(trial: Trial, args: readonly string[]): Promise<Run> {
  const run = runOf(await trial.run(args));
  assertEquals(run.code, 0, run.stderr);
  assertBalanced(run.summary, 0);
  return run;
}

function editLarge({ history }: Trial): void {
  history.model.editEvent(history.large, { info: "Changed" });
  history.publish(history.large);
}

function idsIn(text: string): readonly string[] {
  const ids = text.trimEnd().split("\n").map((line) => JSON.parse(line))
    .map(({ index, misp }) => index?._id.split(":").at(-1) ?? misp?.attribute.uuid);
  return [...new Set(ids)].toSorted();
}

for (const kind of KINDS) {
  stageTest(
    `sync-attributes leaves a file (${kind}) as it was when the disk is full (exit 1)`,
    (stage) =>
      stage.withTrial(async (trial) => {
        await using disk = await SmallDisk.mount(`${trial.directory}/disk`, "16m");
        const path = `${disk.path}/documents`;
        const args = outputTo(kind, path);
        await assertDone(trial, args);
        const before = await Deno.readTextFile(path);
        assert(idsIn(before).length > 300);
        await disk.fill();
        editLarge(trial);
        const full = runOf(await trial.run(args));
        assertEquals(full.code, 1, full.stderr);
        assertStringIncludes(full.summary.error ?? "", "stays as it was");
        assertBalanced(full.summary, 1);
        assertEquals(await Deno.readTextFile(path), before);
        await disk.clear();
        await assertDone(trial, args);
        assertEquals(idsIn(await Deno.readTextFile(path)), idsIn(before));
      }),
    !canMount,
  );
}

/** Documents go to standard output, the summary to standard error. */
const STREAMS = {
  "finds no room": '"$@" >/dev/full',
  "has lost its reader": '{ "$@"; echo $? >code; } | true; exit $(cat code)',
} as const;

for (const [what, script] of Object.entries(STREAMS)) {
  stageTest(
    `sync-attributes fails when standard output, meant for documents, ${what} (exit 1)`,
    (stage) =>
      stage.withTrial(async (trial) => {
        const command = inShell(script, outputTo("ndjson", "-"));
        const { code, stderr } = await trial.run([], { command });
        assertEquals(code, 1, stderr);
        assertStringIncludes(stderr, "Cannot write documents to stdout");
        await assertDone(trial, ["sync-attributes", "--json"]);
      }),
  );
}
