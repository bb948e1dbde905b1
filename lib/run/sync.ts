/** One run of a sync: opens both ends, reconciles, and tells how it went however it ends. */
import { EXIT } from "../cli/exit.ts";
import type { Session } from "../cli/session.ts";
import type { Context } from "../context.ts";
import { basisOf } from "../sync/basis.ts";
import type { Dataset } from "../ecs/settings.ts";
import { currentKeeper } from "../sync/current.ts";
import { withoutWriting } from "../sync/dry_run.ts";
import { journalKeeper } from "../sync/journal.ts";
import type { Lifetimes } from "../sync/lifetimes.ts";
import { type Ends, reconcile, type ReconcileSettings } from "../sync/reconcile.ts";
import { createScope, type ScopeOptions, shardOf } from "../sync/scope.ts";
import { attributeFilter } from "../sync/selection.ts";
import type { RememberedModels, RunRecord, Source } from "../sync/types.ts";
import { clockWasAhead, latestMoment } from "./clock_was_ahead.ts";
import { createObserver } from "./observe.ts";
import { openLifetimes } from "./open_lifetimes.ts";
import { openOutput } from "./open_output.ts";
import { openSource } from "./open_source.ts";
import type { Kept, OpenOutput } from "./output.ts";
import { RunFacts, type RunOptions, type RunResult } from "./run_facts.ts";
import { expirySettings, mappingSettings, selectionOf } from "./sync_settings.ts";
import { refuseLaggingTransform } from "./transform_lag.ts";
import { keepingRejections, sampling } from "./watch_writes.ts";
import { tellStart } from "./watchers.ts";

export interface SyncOptions extends RunOptions {
  /** What the run keeps: this sets the data set of its documents, and where they go. */
  readonly keeps: Kept;
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
  models: RememberedModels | undefined;
  /** Whether the ledger is distrusted. */
  full: boolean;
}

/** Runs a sync to its end, good or bad. */
export async function runSync(session: Session, options: SyncOptions): Promise<RunResult> {
  const run: Run = {
    session,
    options,
    facts: new RunFacts(session, options),
    sample: [],
    models: undefined,
    full: options.full,
  };
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
  const scope = facts.scope({
    keeps: options.keeps,
    shard: shardName(options),
    exclusive: true,
    controller: leaseLost,
  });
  await using output = await openOutput(session, context, scope);
  facts.output = () => output.traffic;
  const lastRun = await output.state.lastRun();
  await facts.settle(async () => {
    refuseLaggingTransform(session, lastRun);
    run.full = options.full || distrusts(run, lastRun);
    const remembered = run.full ? undefined : lastRun?.models;
    const { lifetimes, models } = await openLifetimes(session, opened.client, remembered);
    run.models = models;
    const settings = reconcileSettings(run, output, lifetimes, lastRun);
    await reconcileOnce(run, context, endsOf(run, opened.source, output), settings);
    await confirm(run, output);
  });
  if (!options.dryRun) await output.state.saveRun(recordOf(run, lastRun));
}

function shardName({ scope: { shard } }: SyncOptions): string {
  return shard === undefined ? "1/1" : `${shard.index}/${shard.count}`;
}

/** The ends as the options want them: rejections kept, or nothing written, and a sample taken. */
function endsOf({ session, options, facts, sample }: Run, source: Source, output: OpenOutput) {
  session.context.peakMemory();
  const target = keepingRejections(output.target, facts.deadLetters(output.name));
  const written: Ends = { source, target, state: output.state };
  const ends = options.dryRun ? withoutWriting(written) : written;
  return { ...ends, target: sampling(ends.target, sample, options.sample) };
}

async function reconcileOnce(
  { session, facts, options }: Run,
  context: Context,
  ends: Ends,
  settings: ReconcileSettings,
): Promise<void> {
  const observer = createObserver(context, session.quiet, facts, options.scope.events);
  try {
    await reconcile(ends, settings, facts.tally, observer);
  } finally {
    observer.end();
  }
  facts.requireBalance();
}

function reconcileSettings(
  { session: { config }, options, facts, full }: Run,
  output: OpenOutput,
  lifetimes: Lifetimes,
  lastRun: RunRecord | undefined,
): ReconcileSettings {
  const now = facts.startedAt;
  const mapping = mappingSettings(config, DATASETS[options.keeps]);
  const selection = selectionOf(config, now);
  const filter = attributeFilter(selection);
  const { match } = config.events;
  return {
    mapping,
    selection,
    lifetimes,
    keeper: options.keeps === "journal"
      ? journalKeeper({ mapping, filter, match, attributesOf: output.attributesOf })
      : currentKeeper({
        mapping,
        filter,
        expiry: expirySettings(config),
        expires: expiryScope(options),
      }),
    basis: basisOf({ mapping, selection, lifetimes: lifetimes.basis }),
    scope: createScope(options.scope),
    full,
    maxDelete: config.run.max_delete,
    attributesPerRequest: config.misp.attributes_per_request,
    concurrency: config.misp.concurrency,
    shards: options.scope.shard?.count ?? 1,
    keepsDocuments: options.keeps === "current",
    lastRun,
    now,
  };
}

/** Whether a run looks at every event of its shard. */
function isWhole({ events, since }: ScopeOptions): boolean {
  return events.size === 0 && since === undefined;
}

/** Only a run that has compared every event knows of each document that MISP still has it. */
async function confirm({ session, options, facts }: Run, output: OpenOutput): Promise<void> {
  const all = isWhole(options.scope) && options.scope.shard === undefined;
  if (!all || options.dryRun || facts.partial !== undefined) return;
  const confirmed = await output.confirm?.(facts.unreadable, facts.startedAt) ?? 0;
  if (confirmed === 0) return;
  session.context.log.info(`@timestamp of ${confirmed} documents renewed`, {
    "event.action": "confirmed",
  });
}

/** A run that looks at some events leaves what has ended in others to other runs. */
function expiryScope({ expire, scope }: SyncOptions): ((event: string) => boolean) | undefined {
  const { shard } = scope;
  if (!expire || !isWhole(scope)) return undefined;
  if (shard === undefined) return () => true;
  return (event) => shardOf(event, shard.count) === shard.index;
}

const DATASETS = {
  current: "ti_misp.threat_attributes",
  journal: "ti_misp.threat",
} as const satisfies Record<Kept, Dataset>;

function distrusts({ session: { context }, facts }: Run, lastRun: RunRecord | undefined): boolean {
  if (!clockWasAhead(lastRun, facts.startedAt)) return false;
  context.log.warn(
    "The last run began later than it is now, so that every event is compared again",
    {
      "event.action": "clock-was-ahead",
    },
  );
  return true;
}

/**
 * Sightings count as looked at only when every event they name was reconciled; until then a run by
 * a clock that was ahead is not made good either.
 */
function recordOf({ options, facts, models }: Run, lastRun: RunRecord | undefined): RunRecord {
  const complete = facts.exitCode === EXIT.done && isWhole(options.scope);
  const before = lastRun !== undefined && clockWasAhead(lastRun, facts.startedAt)
    ? latestMoment(lastRun)
    : lastRun?.sightingsUntil ?? 0;
  return {
    ...facts.record(shardName(options)),
    sightingsUntil: complete ? Math.floor(facts.startedAt / 1000) : before,
    models: models ?? lastRun?.models,
  };
}
