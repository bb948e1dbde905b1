/** A run that is killed within an event that is new, and the event is gone before the next one. */
import { assert, assertEquals } from "@std/assert";
import { assertBalanced } from "./support/balance.ts";
import { stageTest } from "./support/stage_test_case.ts";
import type { Trial } from "./support/trial.ts";

/** Kills the program when its first documents are written, and nothing tells of that yet. */
async function killAfterFirstDocuments(trial: Trial): Promise<void> {
  trial.elastic.fault = async ({ path }, forward) => {
    if (!/latest.*_bulk$/.test(path)) return undefined;
    const answer = await forward();
    trial.running?.kill("SIGKILL");
    return answer;
  };
  const { signal } = await trial.run(["sync-attributes", "--json"]);
  assertEquals(signal, "SIGKILL");
  trial.elastic.fault = undefined;
}

stageTest(
  "sync-attributes leaves no document behind of an event that MISP deletes after a kill -9",
  (stage) =>
    stage.withFreshTrial(async (trial) => {
      const { model } = trial.history;
      await killAfterFirstDocuments(trial);
      const left = new Set((await trial.contents()).keys());
      const begun = model.events.filter(({ attributes }) =>
        attributes.some(({ uuid }) => left.has(uuid))
      );
      assert(left.size > 0 && begun.length > 0);
      for (const event of begun) model.deleteEvent(event);
      const next = await trial.sync(["--max-delete", "100%"]);
      assertEquals(next.code, 0, next.stderr);
      assertBalanced(next.summary, 0);
      const known = new Set(model.attributes.map(({ uuid }) => uuid));
      const orphans = [...(await trial.contents()).keys()].filter((id) => !known.has(id));
      assertEquals(orphans, [], "of events that are gone");
    }),
);
