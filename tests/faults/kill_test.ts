/**
 * `kill -9` at random instants, and the next run at the very same moment, as a supervisor would
 * start it: nothing is lost, nothing doubled, nobody locked out.
 */
import { assertEquals, AssertionError } from "@std/assert";
import { forEachConcurrently } from "../../lib/sync/pool.ts";
import { randomInteger, seededRandom } from "../support/fake_misp/random.ts";
import { assertBalanced } from "./support/balance.ts";
import { assertBetween, assertSame } from "./support/contents.ts";
import { wholeSuite } from "./support/layer.ts";
import { Recoveries } from "./support/recoveries.ts";
import { type Stage, TRIALS_AT_ONCE } from "./support/stage.ts";
import { stageTest } from "./support/stage_test_case.ts";
import { runOf, type Trial } from "./support/trial.ts";

const KILLS = wholeSuite ? 50 : 8;

/** As a request comes in, or as its answer is on its way back. */
interface Instant {
  readonly end: "misp" | "elastic";
  readonly request: number;
  readonly when: "before" | "after";
}

/** Another draw each day, so that over time all instants are met; the name of a failure tells which. */
const SEED = Math.floor(Date.now() / 86_400_000);

function instants(stage: Stage): readonly Instant[] {
  const random = seededRandom(SEED);
  return Array.from({ length: KILLS }, () => {
    const end = random() < 0.3 ? "misp" : "elastic";
    const requests = end === "misp" ? stage.mispRequests : stage.elasticRequests;
    const request = 1 + randomInteger(random, requests.length);
    return { end, request, when: random() < 0.5 ? "before" : "after" };
  });
}

/** Resolves when the program was killed. */
function killAt(trial: Trial, { end, request, when }: Instant): Promise<void> {
  const killed = Promise.withResolvers<void>();
  let seen = 0;
  const kill = () => {
    trial.running?.kill("SIGKILL");
    killed.resolve();
  };
  if (end === "misp") {
    trial.misp.fault = () => {
      if (++seen !== request) return undefined;
      if (when === "before") kill();
      return when === "before" ? undefined : (answer) => (kill(), answer);
    };
  } else {
    trial.elastic.fault = async (_request, forward) => {
      if (++seen !== request) return undefined;
      if (when === "before") kill();
      const answer = await forward();
      if (when === "after") kill();
      return answer;
    };
  }
  return killed.promise;
}

/** Gives the milliseconds of the run after the kill. */
async function survive(stage: Stage, trial: Trial, instant: Instant): Promise<number> {
  const killed = killAt(trial, instant);
  const first = trial.start(["sync-attributes", "--json"]);
  await Promise.race([killed, first.ended]);
  trial.misp.fault = undefined;
  trial.elastic.fault = undefined;
  const next = trial.start(["sync-attributes", "--json"]);
  assertEquals((await trial.ended(first)).signal, "SIGKILL");
  const { code, stderr, summary, ms } = runOf(await trial.ended(next));
  assertEquals(code, 0, stderr);
  assertBalanced(summary, 0);
  assertBetween(await trial.contents(), stage.before, stage.after);
  // What the killed run had sent may arrive after the next one has looked, so one more is made.
  assertEquals((await trial.sync()).code, 0);
  assertSame(await trial.contents(), stage.after, "two runs after the kill");
  return ms;
}

stageTest(`sync-attributes survives kill -9 at ${KILLS} random instants`, async (stage, t) => {
  await stage.rehearsed();
  const failures: string[] = [];
  const recoveries = new Recoveries();
  await forEachConcurrently(instants(stage), TRIALS_AT_ONCE, async (instant) => {
    const what = JSON.stringify(instant);
    await stage.withTrial(async (trial) => {
      await survive(stage, trial, instant).then((ms) => recoveries.add(what, ms), (error) => {
        failures.push(`${what}: ${error.message}\n${trial.said.join("")}`);
      });
    });
  });
  if (failures.length > 0) throw new AssertionError(failures.join("\n\n"));
  await recoveries.tell(t);
});
