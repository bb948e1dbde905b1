/** Pages of which MISP leaves out rows after it has cut them, as a list of allowed values makes it. */
import { assert, assertEquals } from "@std/assert";
import type { Fault } from "../support/fake_misp/fault.ts";
import { changed } from "../support/fake_misp/faults.ts";
import type { Attribute, Event } from "../support/fake_misp/records.ts";
import { assertBalanced } from "./support/balance.ts";
import { assertSame, type Contents } from "./support/contents.ts";
import { ATTRIBUTES_PER_REQUEST } from "./support/history.ts";
import { chosen } from "./support/layer.ts";
import type { Stage } from "./support/stage.ts";
import { stageTest } from "./support/stage_test_case.ts";
import type { Trial } from "./support/trial.ts";

/** Says how many rows are left out, as MISP does. */
function leavingOut(hidden: ReadonlySet<string>): Fault {
  return changed(async (answer) => {
    const text = await new Response(ReadableStream.from(answer.chunks)).text();
    const rows: readonly { readonly uuid: string }[] | undefined = text.startsWith("{")
      ? JSON.parse(text).response?.Attribute
      : undefined;
    const kept = rows?.filter(({ uuid }) => !hidden.has(uuid));
    const body = kept === undefined ? text : JSON.stringify({ response: { Attribute: kept } });
    const skipped = (rows?.length ?? 0) - (kept?.length ?? 0);
    const headers = { ...answer.headers, "X-Skipped-Elements-Count": String(skipped) };
    const bytes = new TextEncoder().encode(body);
    return { ...answer, headers, chunks: [bytes], length: bytes.length };
  });
}

/** The rows of an event in the order in which its pages have them. */
function inOrder({ attributes }: Event): readonly Attribute[] {
  return attributes.toSorted((a, b) => a.objectId - b.objectId || a.id - b.id);
}

const PAGE = ATTRIBUTES_PER_REQUEST;

const LEFT_OUT: Readonly<Record<string, (rows: readonly Attribute[]) => readonly Attribute[]>> = {
  "an empty page at the beginning": (rows) => rows.slice(0, PAGE),
  "an empty page in the middle": (rows) => rows.slice(PAGE, 2 * PAGE),
  "an empty page at the end": (rows) => rows.slice(2 * PAGE),
  "two empty pages before the last": (rows) => rows.slice(0, 2 * PAGE),
  "short pages only": (rows) => rows.filter((_, at) => at % 3 === 0),
  "a page of one row in the middle": (rows) => rows.slice(PAGE + 1, 2 * PAGE),
};

/** Of an object's members each tells of the others: in the event itself only ids are compared. */
function assertWithout(actual: Contents, stage: Stage, trial: Trial, hidden: ReadonlySet<string>) {
  const expected = [...stage.after].filter(([id]) => !hidden.has(id));
  assertEquals([...actual.keys()].toSorted(), expected.map(([id]) => id).toSorted());
  const { uuid } = trial.history.large;
  const elsewhere = (all: Iterable<readonly [string, string]>) =>
    new Map([...all].filter(([, text]) => !text.includes(uuid)));
  assertSame(elsewhere(actual), elsewhere(expected), "in other events");
}

for (const [what, rowsOf] of chosen(Object.entries(LEFT_OUT))) {
  stageTest(
    `sync-attributes reads on after ${what} (X-Skipped-Elements-Count)`,
    (stage) =>
      stage.withTrial(async (trial) => {
        const hidden = new Set(rowsOf(inOrder(trial.history.large)).map(({ uuid }) => uuid));
        assert(hidden.size >= 40);
        trial.misp.fault = leavingOut(hidden);
        const run = await trial.sync(["--max-delete", "100%"]);
        assertEquals(run.code, 0, run.stderr);
        assertBalanced(run.summary, 0);
        assertWithout(await trial.contents(), stage, trial, hidden);
        trial.misp.fault = undefined;
        // MISP changes no stamp when the list of allowed values changes.
        const clean = await trial.sync(["--full"]);
        assertEquals(clean.code, 0, clean.stderr);
        assertSame(await trial.contents(), stage.after, "after the clean run");
      }),
  );
}
