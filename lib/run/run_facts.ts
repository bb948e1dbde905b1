/** A run while it goes on, of whatever command: what the summary needs, however it ends. */
import { EXIT, exitCodeOf, outcomeOf } from "../cli/exit.ts";
import type { Session } from "../cli/session.ts";
import type { DeadLetterSettings } from "../elastic/dead_letters.ts";
import { messageOf } from "../errors.ts";
import type { Plan } from "../sync/plan.ts";
import {
  type ExpiryCounts,
  type RunFacts as SummarisedFacts,
  summarise,
  type Summary,
} from "../sync/summary.ts";
import { Tally } from "../sync/tally.ts";
import type { RunRecord, Traffic } from "../sync/types.ts";
import type { OutputScope } from "./output.ts";

const NO_TRAFFIC: Traffic = { requests: 0, bytesRead: 0, bytesWritten: 0 };

export interface RunResult {
  readonly summary: Summary;
  readonly exitCode: number;
  /** Documents that were written, as lines of JSON. */
  readonly sample: readonly string[];
}

export interface RunOptions {
  readonly command: string;
  readonly dryRun: boolean;
}

export class RunFacts {
  readonly id = crypto.randomUUID();
  readonly startedAt: number;
  readonly tally = new Tally();
  /** Events that could not be read. */
  readonly unreadable: string[] = [];
  plan: Plan | undefined;
  compared: SummarisedFacts["compared"];
  expiries: ExpiryCounts | undefined;
  misp: () => Traffic = () => NO_TRAFFIC;
  output: () => Traffic = () => NO_TRAFFIC;
  /** What ended the run; an error of which only a part suffered is `partial`. */
  failure: unknown;
  partial: unknown;
  readonly #session: Session;
  readonly #options: RunOptions;

  constructor(session: Session, options: RunOptions) {
    this.#session = session;
    this.#options = options;
    this.startedAt = session.context.clock.now();
  }

  get instance(): string {
    return this.#session.config.elasticsearch.instance ?? "misp";
  }

  get exitCode(): number {
    if (this.failure !== undefined) return exitCodeOf(this.failure);
    const { failedEvents, rejectedTotal } = this.tally;
    const whole = this.partial === undefined && failedEvents === 0 && rejectedTotal === 0;
    return whole ? EXIT.done : EXIT.partial;
  }

  /** Does `work`; when it fails, that is what ended the run, unless something had before. */
  async settle(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.failure ??= error;
    }
  }

  /** @throws when what was read or sent is not accounted for. */
  requireBalance(): void {
    const problems = this.tally.imbalances();
    if (problems.length > 0) throw new Error(`The numbers do not balance: ${problems.join("; ")}`);
  }

  deadLetters(index: string): DeadLetterSettings {
    const { config, redact, context } = this.#session;
    return {
      path: config.run.dead_letters,
      index,
      runId: this.id,
      redact,
      now: () => context.clock.now(),
    };
  }

  scope(options: Pick<OutputScope, "keeps" | "shard" | "exclusive" | "controller">): OutputScope {
    const { command } = this.#options;
    return { ...options, command, instance: this.instance, runId: this.id };
  }

  record(shard: string): Omit<RunRecord, "sightingsUntil"> {
    return {
      command: this.#options.command,
      instance: this.instance,
      shard,
      startedAt: this.startedAt,
      finishedAt: this.#session.context.clock.now(),
      exitCode: this.exitCode,
      summary: { ...this.summary() },
    };
  }

  /** Tells what went wrong, and gives what is to be printed. */
  result(sample: readonly string[] = []): RunResult {
    const summary = this.summary();
    if (summary.error !== undefined) {
      this.#session.context.log.error(summary.error, { "event.action": "run-failed" });
    }
    return { summary, exitCode: this.exitCode, sample };
  }

  summary(): Summary {
    const { context, redact } = this.#session;
    const error = this.failure ?? this.partial;
    return summarise({
      command: this.#options.command,
      instance: this.instance,
      outcome: outcomeOf(this.exitCode),
      exitCode: this.exitCode,
      dryRun: this.#options.dryRun,
      startedAt: this.startedAt,
      // The clock may have been set back meanwhile.
      durationMs: Math.max(0, context.clock.now() - this.startedAt),
      peakRssBytes: context.peakMemory(),
      plan: this.plan,
      compared: this.compared,
      tally: this.tally,
      expiries: this.expiries,
      misp: this.misp(),
      elasticsearch: this.output(),
      error: error === undefined ? undefined : redact(messageOf(error)),
    });
  }
}
