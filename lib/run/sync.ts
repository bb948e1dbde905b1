/** One run of a sync: opens both ends, reconciles, and tells how it went however it ends. */
import { EXIT, exitCodeOf, outcomeOf } from "../cli/exit.ts";
import type { Session } from "../cli/session.ts";
import type { Context } from "../context.ts";
import { messageOf } from "../errors.ts";
import { basisOf } from "../sync/basis.ts";
import { withoutWriting } from "../sync/dry_run.ts";
import type { Lifetimes } from "../sync/lifetimes.ts";
import type { Plan } from "../sync/plan.ts";
import { type Ends, reconcile, type ReconcileSettings } from "../sync/reconcile.ts";
import { createScope, type ScopeOptions } from "../sync/scope.ts";
import { summarise, type Summary } from "../sync/summary.ts";
import { Tally } from "../sync/tally.ts";
import type { RunRecord, Source, Traffic } from "../sync/types.ts";
import { createObserver } from "./observe.ts";
import { openLifetimes } from "./open_lifetimes.ts";
import { openOutput } from "./open_output.ts";
import { openSource } from "./open_source.ts";
import type { OpenOutput, OutputScope } from "./output.ts";
import { mappingSettings, selectionOf } from "./sync_settings.ts";
import { watchWrites } from "./watch_writes.ts";

export interface SyncOptions {
  readonly command: string;
  readonly dryRun: boolean;
  readonly full: boolean;
  readonly scope: ScopeOptions;
  /** How many of the documents that are written to keep as a sample. */
  readonly sample: number;
}

export interface SyncResult {
  readonly summary: Summary;
  readonly exitCode: number;
  /** Lines of JSON. */
  readonly sample: readonly string[];
}

/** A run while it goes on: what is known of it for the summary, however it ends. */
interface Run {
  readonly session: Session;
  readonly options: SyncOptions;
  readonly id: string;
  readonly startedAt: number;
  readonly tally: Tally;
  readonly sample: string[];
  plan: Plan | undefined;
  misp: () => Traffic;
  elasticsearch: () => Traffic;
  failure: unknown;
}

const NO_TRAFFIC: Traffic = { requests: 0, bytesRead: 0, bytesWritten: 0 };

/** Runs a sync to its end, good or bad. */
export async function runSync(session: Session, options: SyncOptions): Promise<SyncResult> {
  const run: Run = {
    session,
    options,
    id: crypto.randomUUID(),
    startedAt: session.context.clock.now(),
    tally: new Tally(),
    sample: [],
    plan: undefined,
    misp: () => NO_TRAFFIC,
    elasticsearch: () => NO_TRAFFIC,
    failure: undefined,
  };
  try {
    await withEndsOpen(run);
  } catch (error) {
    run.failure ??= error;
  }
  const summary = summaryOf(run);
  if (summary.error !== undefined) {
    session.context.log.error(summary.error, { "event.action": "run-failed" });
  }
  return { summary, exitCode: summary.exit_code, sample: run.sample };
}

async function withEndsOpen(run: Run): Promise<void> {
  const { session } = run;
  const leaseLost = new AbortController();
  const signal = AbortSignal.any([session.context.signal, leaseLost.signal]);
  const context: Context = { ...session.context, signal };
  using opened = await openSource(session, context);
  run.misp = () => opened.source.traffic;
  await using output = await openOutput(session, context, outputScope(run, leaseLost));
  run.elasticsearch = () => output.traffic;
  const lastRun = await output.state.lastRun();
  try {
    const lifetimes = await openLifetimes(session, opened.client);
    await reconcileOnce(run, context, endsOf(run, opened.source, output), lifetimes, lastRun);
  } catch (error) {
    run.failure = error;
  }
  if (!run.options.dryRun) await output.state.saveRun(recordOf(run, lastRun));
}

function outputScope({ session, options, id }: Run, controller: AbortController): OutputScope {
  const { shard } = options.scope;
  return {
    command: options.command,
    instance: session.config.elasticsearch.instance ?? "misp",
    shard: shard === undefined ? "1/1" : `${shard.index}/${shard.count}`,
    runId: id,
    controller,
  };
}

/** The ends as the options want them: rejections kept, a sample taken, or nothing written at all. */
function endsOf(run: Run, source: Source, output: OpenOutput): Ends {
  const { session, options } = run;
  const target = watchWrites(output.target, {
    deadLetters: {
      path: session.config.run.dead_letters,
      index: output.name,
      runId: run.id,
      redact: session.redact,
      now: session.context.clock.now,
    },
    sample: run.sample,
    sampleSize: options.sample,
  });
  const ends: Ends = { source, target, state: output.state };
  return options.dryRun ? withoutWriting(ends) : ends;
}

async function reconcileOnce(
  run: Run,
  context: Context,
  ends: Ends,
  lifetimes: Lifetimes,
  lastRun: RunRecord | undefined,
): Promise<void> {
  const { session, tally } = run;
  const observer = createObserver(context, session.quiet, (plan) => run.plan = plan);
  try {
    await reconcile(ends, reconcileSettings(run, lifetimes, lastRun), tally, observer);
  } finally {
    observer.end();
  }
  const [imbalance] = tally.imbalances();
  if (imbalance !== undefined) throw new Error(`The numbers do not balance: ${imbalance}`);
}

function reconcileSettings(
  { session, options, startedAt }: Run,
  lifetimes: Lifetimes,
  lastRun: RunRecord | undefined,
): ReconcileSettings {
  const { config } = session;
  const mapping = mappingSettings(config, "ti_misp.threat_attributes");
  const selection = selectionOf(config, startedAt);
  return {
    mapping,
    selection,
    lifetimes,
    basis: basisOf({ mapping, selection, lifetimes: lifetimes.basis }),
    scope: createScope(options.scope),
    full: options.full,
    maxDelete: config.run.max_delete,
    attributesPerRequest: config.misp.attributes_per_request,
    concurrency: config.misp.concurrency,
    lastRun,
    now: startedAt,
  };
}

function exitCodeOfRun({ failure, tally }: Run): number {
  if (failure !== undefined) return exitCodeOf(failure);
  return tally.failedEvents > 0 || tally.rejectedTotal > 0 ? EXIT.partial : EXIT.done;
}

function summaryOf(run: Run): Summary {
  const { session, options, startedAt, failure } = run;
  const exitCode = exitCodeOfRun(run);
  return summarise({
    command: options.command,
    instance: session.config.elasticsearch.instance ?? "misp",
    outcome: outcomeOf(exitCode),
    exitCode,
    dryRun: options.dryRun,
    startedAt,
    durationMs: session.context.clock.now() - startedAt,
    peakRssBytes: session.context.peakMemory(),
    plan: run.plan,
    tally: run.tally,
    misp: run.misp(),
    elasticsearch: run.elasticsearch(),
    error: failure === undefined ? undefined : session.redact(messageOf(failure)),
  });
}

/** Sightings count as looked at only when every event they name was reconciled. */
function recordOf(run: Run, lastRun: RunRecord | undefined): RunRecord {
  const { session, options, startedAt } = run;
  const exitCode = exitCodeOfRun(run);
  const complete = exitCode === EXIT.done && options.scope.events.size === 0 &&
    options.scope.since === undefined;
  return {
    command: options.command,
    instance: session.config.elasticsearch.instance ?? "misp",
    shard: outputScope(run, new AbortController()).shard,
    startedAt,
    finishedAt: session.context.clock.now(),
    exitCode,
    summary: { ...summaryOf(run) },
    sightingsUntil: complete ? Math.floor(startedAt / 1000) : lastRun?.sightingsUntil ?? 0,
  };
}
