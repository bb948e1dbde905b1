/**
 * What the trials of a test file share: a namespace of a real Elasticsearch, and one run that nothing
 * disturbed, which tells how all others have to end.
 */
import { assertEquals } from "@std/assert";
import { runInProcess } from "../../e2e/in_process.ts";
import { assertBalanced } from "./balance.ts";
import type { Contents } from "./contents.ts";
import { wholeSuite } from "./layer.ts";
import { type Seed, seedOf, sow } from "./seed.ts";
import { Trial, type TrialOptions } from "./trial.ts";

/** Trials at the same time: most of them wait most of the time. */
export const TRIALS_AT_ONCE = 3;

/** An address of MISP, which is a part of every document, and what an earlier run from there left. */
interface Slot {
  readonly mispPort: number;
  seed: Seed | undefined;
}

/** A request as far as the choice of the one to hit is concerned. */
export interface RequestName {
  readonly method: string;
  readonly path: string;
}

let stages = 0;

export class Stage {
  readonly engine: string;
  readonly namespace = `f${Deno.pid}_${Date.now().toString(36)}_${++stages}`;
  /** What is indexed before and after the undisturbed run. */
  before: Contents = new Map();
  after: Contents = new Map();
  /** The requests of the undisturbed run. */
  mispRequests: readonly RequestName[] = [];
  elasticRequests: readonly RequestName[] = [];
  /** Epoch seconds: the same for all trials, so that all have the same rows. */
  readonly #now = Math.floor(Date.now() / 1000) - 600;
  readonly #free: Slot[] = [];
  #rehearsal: Promise<void> | undefined;
  #trials = 0;

  /** Installs the assets. */
  static async open(engine: string): Promise<Stage> {
    const stage = new Stage(engine);
    await stage.#assets(stage.namespace);
    return stage;
  }

  /** Makes the undisturbed run, unless it was made before. */
  rehearsed(): Promise<void> {
    return this.#rehearsal ??= this.#rehearse();
  }

  private constructor(engine: string) {
    this.engine = engine;
  }

  /**
   * A trial of which an earlier run has told Elasticsearch, and for which MISP has gone on since.
   * Whatever it is about, no secret may have been shown in it.
   */
  async withTrial(
    work: (trial: Trial) => Promise<void>,
    more: Partial<TrialOptions> = {},
  ): Promise<void> {
    await this.rehearsed();
    const slot = this.#free.pop() ?? { mispPort: freePort(), seed: undefined };
    try {
      slot.seed ??= await this.#earlierRun(slot.mispPort);
      await using trial = await this.#start(slot.mispPort, more);
      await sow(slot.seed, trial);
      trial.history.goOn();
      await work(trial);
      await trial.assertNoSecret();
    } finally {
      this.#free.push(slot);
    }
  }

  /** The same with indices of its own, which may be broken. */
  async withOwnIndices(work: (trial: Trial) => Promise<void>): Promise<void> {
    const namespace = `${this.namespace}_${++this.#trials}`;
    await this.#assets(namespace);
    try {
      await this.withTrial(work, { namespace });
    } finally {
      await this.#assets(namespace, "--uninstall", "--with-data", "--yes");
    }
  }

  /** A trial of which Elasticsearch has never heard. */
  async withFreshTrial(
    work: (trial: Trial) => Promise<void>,
    more: Partial<TrialOptions> = {},
  ): Promise<void> {
    await using trial = await this.#start(freePort(), more);
    await work(trial);
    await trial.assertNoSecret();
  }

  close(): Promise<void> {
    return this.#assets(this.namespace, "--uninstall", "--with-data", "--yes");
  }

  #start(mispPort: number, more: Partial<TrialOptions>): Promise<Trial> {
    const number = ++this.#trials;
    return Trial.start({
      engine: this.engine,
      namespace: this.namespace,
      instance: `trial-${number}.`,
      mispPort,
      now: this.#now,
      login: number % 2 === 0 ? "api_key" : "password",
      ...more,
    });
  }

  async #assets(namespace: string, ...flags: readonly string[]): Promise<void> {
    const env = {
      ELASTICSEARCH_URL: this.engine,
      TI_MISP_ELASTICSEARCH_NAMESPACE: namespace,
    };
    const { code, stderr } = await runInProcess(["install-assets", "--quiet", ...flags], { env });
    assertEquals(code, 0, stderr);
  }

  async #earlierRun(mispPort: number): Promise<Seed> {
    await using trial = await this.#start(mispPort, {});
    const { code, stderr } = await trial.sync();
    assertEquals(code, 0, stderr);
    return await seedOf(trial);
  }

  async #rehearse(): Promise<void> {
    const mispPort = freePort();
    await using trial = await this.#start(mispPort, {});
    const earlier = await trial.sync();
    assertEquals(earlier.code, 0, earlier.stderr);
    const seed = await seedOf(trial);
    this.before = await trial.contents();
    trial.history.goOn();
    trial.misp.requests.clear();
    trial.elastic.requests.length = 0;
    const run = await trial.sync();
    assertEquals(run.code, 0, run.stderr);
    assertBalanced(run.summary, 0);
    this.mispRequests = [...trial.misp.requests.entries];
    this.elasticRequests = [...trial.elastic.requests];
    this.after = await trial.contents();
    if (wholeSuite) await assertComplete(trial, this.after);
    this.#free.push({ mispPort, seed });
  }
}

/**
 * A run that trusts no ledger finds nothing to do, and wants as much as MISP's own records say. The
 * event that is being worked on is not read, and keeps what it had.
 */
async function assertComplete(trial: Trial, contents: Contents): Promise<void> {
  const { history } = trial;
  const { summary, stderr } = await trial.sync(["--full"]);
  const { created, updated, deleted, unchanged } = summary.documents;
  const kept = contents.values().filter((text) => text.includes(history.edited.uuid)).toArray();
  const expected = [0, 0, 0, contents.size - kept.length];
  assertEquals([created, updated, deleted, unchanged], expected, stderr);
  const { decayed = 0, expired = 0 } = summary.attributes.not_wanted;
  assertEquals(summary.attributes.wanted + decayed + expired, history.live);
}

/** Not of those that the system gives to clients, one of which might take it between two trials. */
function freePort(): number {
  for (;;) {
    const port = 15_000 + Math.floor(Math.random() * 15_000);
    try {
      Deno.listen({ hostname: "127.0.0.1", port }).close();
      return port;
    } catch (error) {
      if (!(error instanceof Deno.errors.AddrInUse)) throw error;
    }
  }
}
