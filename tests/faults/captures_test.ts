/** Events that a real MISP gave, mutated at random, through the whole program as a feed. */
import { assert } from "@std/assert";
import fc from "fast-check";
import { isObject, type JsonObject } from "../../lib/ecs/read.ts";
import { capturedBodies, CAPTURES_MISSING } from "../support_test/captures.ts";
import { assertBalanced } from "./support/balance.ts";
import type { Contents } from "./support/contents.ts";
import { assertFeedMadeGood, syncFeed, undisturbed, writeFeed } from "./support/feed.ts";
import { changedAt, type JsonChange, jsonChange } from "./support/json_changes.ts";
import { wholeSuite } from "./support/layer.ts";
import { stageTest } from "./support/stage_test_case.ts";
import type { Trial } from "./support/trial.ts";

const RUNS = wholeSuite ? 40 : 3;
/** Of each event. */
const CHANGES = 8;

/** By uuid; where an event was captured more than once, as it came with most attributes. */
async function capturedEvents(): Promise<ReadonlyMap<string, JsonObject>> {
  const events = new Map<string, JsonObject>();
  for (const body of (await capturedBodies()).values()) {
    for (const row of [isObject(body) ? body["response"] : body].flat()) {
      const event = isObject(row) ? row["Event"] : undefined;
      if (!isObject(event) || typeof event["uuid"] !== "string") continue;
      const known = events.get(event["uuid"]);
      if (sizeOf(event) > sizeOf(known)) events.set(event["uuid"], event);
    }
  }
  return events;
}

function sizeOf(event: JsonObject | undefined): number {
  return event === undefined ? -1 : JSON.stringify(event).length;
}

/** The JSON of each file, by its name. */
type Feed = ReadonlyMap<string, unknown>;

function feedOf(events: ReadonlyMap<string, JsonObject>): Feed {
  const manifest = Object.fromEntries(
    [...events].map(([uuid, { info, timestamp, Orgc }]) => [uuid, { info, timestamp, Orgc }]),
  );
  return new Map<string, unknown>([
    ["manifest.json", manifest],
    ...[...events].map(([uuid, Event]): [string, unknown] => [`${uuid}.json`, { Event }]),
  ]);
}

async function survive(
  trial: Trial,
  feed: Feed,
  changes: readonly JsonChange[],
  expected: Contents,
): Promise<void> {
  const files = [...feed].map(([name, root]): [string, unknown] => [
    name,
    name === "manifest.json" ? root : changes.reduce(changedAt, root),
  ]);
  await writeFeed(trial, files);
  const run = await syncFeed(trial);
  assert([0, 3].includes(run.code), `exit ${run.code}: ${run.stderr.slice(-2000)}`);
  assertBalanced(run.summary, run.code);
  await writeFeed(trial, feed);
  await assertFeedMadeGood(trial, expected);
}

if (!CAPTURES_MISSING) {
  stageTest(
    `sync-attributes survives ${RUNS} times the events of a real MISP mutated`,
    async (stage) => {
      const events = await capturedEvents();
      assert(events.size > 5, "the captures hold events");
      const feed = feedOf(events);
      const expected = await undisturbed(stage, (trial) => writeFeed(trial, feed));
      await fc.assert(
        fc.asyncProperty(
          fc.array(jsonChange, { minLength: CHANGES, maxLength: CHANGES }),
          (changes) => stage.withFreshTrial((trial) => survive(trial, feed, changes, expected)),
        ),
        { numRuns: RUNS, endOnFailure: true },
      );
    },
  );
}
