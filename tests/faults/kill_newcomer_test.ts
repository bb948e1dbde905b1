/** A run that is killed within an event that is new, and the event is gone before the next one. */
import { assert, assertEquals } from "@std/assert";
import type { Event } from "../support/fake_misp/records.ts";
import { assertBalanced } from "./support/balance.ts";
import { operationsOf } from "./support/elastic_faults.ts";
import { stageTest } from "./support/stage_test_case.ts";
import type { Trial } from "./support/trial.ts";

/** Kills the program when documents of the events are written, and nothing tells of that yet. */
async function killWithin(trial: Trial, ids: ReadonlySet<string>): Promise<void> {
  trial.elastic.fault = async (request, forward) => {
    if (!/latest.*_bulk$/.test(request.path)) return undefined;
    const operations = operationsOf(request);
    if (!operations.some(({ id }) => ids.has(id.split(":").at(-1) ?? ""))) return undefined;
    const answer = await forward();
    trial.running?.kill("SIGKILL");
    return answer;
  };
  const { signal } = await trial.run(["sync-attributes", "--json"]);
  assertEquals(signal, "SIGKILL");
  trial.elastic.fault = undefined;
}

function idsOf(events: readonly Event[]): ReadonlySet<string> {
  return new Set(events.flatMap(({ attributes }) => attributes.map(({ uuid }) => uuid)));
}

stageTest(
  "sync-attributes leaves no document behind of an event that MISP deletes after a kill -9",
  (stage) =>
    stage.withTrial(async (trial) => {
      const { model } = trial.history;
      const newcomers = model.events.slice(-3);
      const ids = idsOf(newcomers);
      await killWithin(trial, ids);
      const left = [...(await trial.contents()).keys()].filter((id) => ids.has(id));
      assert(left.length > 0, "some are written");
      for (const event of newcomers) model.deleteEvent(event);
      const next = await trial.sync(["--max-delete", "100%"]);
      assertEquals(next.code, 0, next.stderr);
      assertBalanced(next.summary, 0);
      const orphans = [...(await trial.contents()).keys()].filter((id) => ids.has(id));
      assertEquals(orphans, [], "of events that are gone");
    }),
);
