/** One run of a sync: opens both ends, reconciles, and tells how it went however it ends. */
import { EXIT } from "../cli/exit.ts";
import type { Session } from "../cli/session.ts";
import type { Context } from "../context.ts";
import { basisOf } from "../sync/basis.ts";
import { currentKeeper } from "../sync/current.ts";
import { withoutWriting } from "../sync/dry_run.ts";
import type { Lifetimes } from "../sync/lifetimes.ts";
import { type Ends, reconcile, type ReconcileSettings } from "../sync/reconcile.ts";
import { createScope, type ScopeOptions } from "../sync/scope.ts";
import { attributeFilter } from "../sync/selection.ts";
import type { RunRecord, Source } from "../sync/types.ts";
import { createObserver } from "./observe.ts";
import { openLifetimes } from "./open_lifetimes.ts";
import { openOutput } from "./open_output.ts";
import { openSource } from "./open_source.ts";
import type { OpenOutput } from "./output.ts";
import { RunFacts, type RunOptions, type RunResult } from "./run_facts.ts";
import { expirySettings, mappingSettings, selectionOf } from "./sync_settings.ts";
import { watchWrites } from "./watch_writes.ts";
import { tellStart } from "./watchers.ts";

export interface SyncOptions extends RunOptions {
  readonly full: boolean;
  /** Whether to remove as well what has decayed or expired since it was written. */
  readonly expire: boolean;
  readonly scope: ScopeOptions;
  /** How many of the documents that are written to keep as a sample. */
  readonly sample: number;
}

interface Run {
  readonly session: Session;
  readonly options: SyncOptions;
  readonly facts: RunFacts;
  readonly sample: string[];
}

/** Runs a sync to its end, good or bad. */
export async function runSync(session: Session, options: SyncOptions): Promise<RunResult> {
  const run: Run = { session, options, facts: new RunFacts(session, options), sample: [] };
  const told = tellStart(session, options);
  await run.facts.settle(() => withEndsOpen(run));
  await told;
  return run.facts.result(run.sample);
}

async function withEndsOpen(run: Run): Promise<void> {
  const { session, facts, options } = run;
  const leaseLost = new AbortController();
  const signal = AbortSignal.any([session.context.signal, leaseLost.signal]);
  const context: Context = { ...session.context, signal };
  using opened = await openSource(session, context);
  facts.misp = () => opened.source.traffic;
  const scope = facts.scope(shardOf(options), true, leaseLost);
  await using output = await openOutput(session, context, scope);
  facts.output = () => output.traffic;
  const lastRun = await output.state.lastRun();
  await facts.settle(async () => {
    const lifetimes = await openLifetimes(session, opened.client);
    await reconcileOnce(run, context, endsOf(run, opened.source, output), lifetimes, lastRun);
  });
  if (!options.dryRun) await output.state.saveRun(recordOf(run, lastRun));
}

function shardOf({ scope: { shard } }: SyncOptions): string {
  return shard === undefined ? "1/1" : `${shard.index}/${shard.count}`;
}

/** The ends as the options want them: rejections kept, a sample taken, or nothing written at all. */
function endsOf({ session, options, facts, sample }: Run, source: Source, output: OpenOutput) {
  const target = watchWrites(output.target, {
    deadLetters: facts.deadLetters(output.name),
    sample,
    sampleSize: options.sample,
  });
  const ends: Ends = { source, target, state: output.state };
  session.context.peakMemory();
  return options.dryRun ? withoutWriting(ends) : ends;
}

async function reconcileOnce(
  run: Run,
  context: Context,
  ends: Ends,
  lifetimes: Lifetimes,
  lastRun: RunRecord | undefined,
): Promise<void> {
  const { session, facts } = run;
  const observer = createObserver(context, session.quiet, (plan) => facts.plan = plan);
  try {
    const settings = reconcileSettings(run, lifetimes, lastRun);
    await reconcile(ends, settings, facts.tally, observer);
  } finally {
    observer.end();
  }
  facts.requireBalance();
}

function reconcileSettings(
  { session: { config }, options, facts }: Run,
  lifetimes: Lifetimes,
  lastRun: RunRecord | undefined,
): ReconcileSettings {
  const now = facts.startedAt;
  const mapping = mappingSettings(config, "ti_misp.threat_attributes");
  const selection = selectionOf(config, now);
  return {
    mapping,
    selection,
    lifetimes,
    keeper: currentKeeper({
      mapping,
      filter: attributeFilter(selection),
      expiry: expirySettings(config),
      expires: options.expire,
    }),
    basis: basisOf({ mapping, selection, lifetimes: lifetimes.basis }),
    scope: createScope(options.scope),
    full: options.full,
    maxDelete: config.run.max_delete,
    attributesPerRequest: config.misp.attributes_per_request,
    concurrency: config.misp.concurrency,
    lastRun,
    now,
  };
}

/** Sightings count as looked at only when every event they name was reconciled. */
function recordOf({ options, facts }: Run, lastRun: RunRecord | undefined): RunRecord {
  const { events, since } = options.scope;
  const complete = facts.exitCode === EXIT.done && events.size === 0 && since === undefined;
  return {
    ...facts.record(shardOf(options)),
    sightingsUntil: complete ? Math.floor(facts.startedAt / 1000) : lastRun?.sightingsUntil ?? 0,
  };
}
