/**
 * The pipeline: index → plan → fetch → map → diff → write → ledger. What is wanted is compared with
 * what is there, event by event; nothing depends on having seen every change as it happened.
 */
import type { MappingSettings } from "../ecs/document.ts";
import { chunksOf } from "./chunks.ts";
import { DeleteGuard, type MaxDelete } from "./guard.ts";
import { readKnownEvents } from "./known_events.ts";
import type { Keeper, KeeperRun } from "./keeper.ts";
import type { Lifetimes } from "./lifetimes.ts";
import { listedEvent, type ListingSettings } from "./listing.ts";
import { type Plan, plan, type PlannedEvent, type Rules, type Scope } from "./plan.ts";
import { forEachConcurrently } from "./pool.ts";
import { type ChunkRun, reconcileChunk } from "./reconcile_chunk.ts";
import { eventFilter, type Selection } from "./selection.ts";
import type { Tally } from "./tally.ts";
import type { RunRecord, Source, State, Target, UnreadableEvent } from "./types.ts";

export interface ReconcileSettings {
  readonly mapping: MappingSettings;
  readonly selection: Selection;
  readonly lifetimes: Lifetimes;
  /** What is done with events, and with those that are gone. */
  readonly keeper: (run: KeeperRun) => Keeper;
  readonly basis: string;
  readonly scope: Scope;
  /** Distrust the ledger and reconcile every event in scope. */
  readonly full: boolean;
  readonly maxDelete: MaxDelete;
  readonly attributesPerRequest: number;
  /** Chunks under way at once. */
  readonly concurrency: number;
  /** The last run that came to its end; undefined on the first. */
  readonly lastRun: Pick<RunRecord, "sightingsUntil"> | undefined;
  /** Epoch milliseconds: one moment for the whole run. */
  readonly now: number;
}

/** Called as the run goes on; the plan first, then each event that is done. */
export interface Observer {
  planned(plan: Plan): void;
  eventDone(event: PlannedEvent): void;
  unreadable(event: UnreadableEvent): void;
  /** Not every event was listed: what is missing counts as being there. */
  incomplete(error: Error): void;
}

export interface Ends {
  readonly source: Source;
  readonly target: Target;
  readonly state: State;
}

/** Sightings arrive late: from other servers, or dated by a sensor whose clock is behind. */
const SIGHTINGS_OVERLAP_S = 3600;

export async function reconcile(
  ends: Ends,
  settings: ReconcileSettings,
  tally: Tally,
  observer: Observer,
): Promise<void> {
  const documents = await ends.target.prepare();
  const guard = new DeleteGuard(settings.maxDelete, documents);
  const { todo, listed } = await compare(ends, settings, documents, observer);
  observer.planned(todo);
  guard.refuseEmptyList(listed);
  guard.check(
    todo.remove.reduce((sum, event) => sum + event.documents, 0),
    `of ${todo.remove.length} events that MISP has removed or withdrawn`,
  );
  const { now } = settings;
  const keeper = settings.keeper({ ...ends, instance: ends.source.instance, tally, guard, now });
  if (todo.fetch.length > 0) {
    const lifetimes = await settings.lifetimes.load();
    const run: ChunkRun = {
      ...ends,
      begin: keeper.begin(lifetimes),
      scoredTypes: lifetimes.scoredTypes,
      basis: settings.basis,
      indexIsEmpty: documents === 0,
      onUnreadable: (event) => {
        tally.failedEvents++;
        observer.unreadable(event);
      },
      onEvent: (event) => observer.eventDone(event),
      tally,
    };
    const chunks = chunksOf(todo.fetch, settings.attributesPerRequest);
    await forEachConcurrently(
      chunks,
      settings.concurrency,
      (events) => reconcileChunk(run, events),
    );
  }
  await keeper.remove(todo.remove);
  await keeper.finish();
  await ends.target.commit();
}

/** Index and ledger, compared. */
async function compare(
  { source, target, state }: Ends,
  settings: ReconcileSettings,
  documents: number,
  observer: Observer,
): Promise<{ readonly todo: Plan; readonly listed: number }> {
  const since = sightingsSince(settings);
  const [known, sightings] = await Promise.all([
    readKnownEvents(state, target, { documents, distrust: settings.full }),
    source.sightings(since),
  ]);
  const rules: Omit<Rules, "listIsComplete"> = {
    publishedOnly: settings.selection.published === "only",
    basis: settings.basis,
    full: settings.full,
    sightings,
    sightingsComplete: since === 0,
  };
  const listing: ListingSettings = {
    mapping: settings.mapping,
    selects: eventFilter(settings.selection),
    known,
    distrust: settings.full,
    basis: settings.basis,
    sighted: (id) => sightings.has(id),
  };
  let listIsComplete = true;
  const listed = await source.events((row) => listedEvent(row, listing), (error) => {
    listIsComplete = false;
    observer.incomplete(error);
  });
  const todo = plan(listed, known, settings.scope, { ...rules, listIsComplete });
  return { todo, listed: listed.size };
}

/** From the first sighting ever on, unless an earlier run has taken those into account. */
function sightingsSince({ full, lastRun }: ReconcileSettings): number {
  if (full || lastRun === undefined || lastRun.sightingsUntil === 0) return 0;
  return Math.max(0, lastRun.sightingsUntil - SIGHTINGS_OVERLAP_S);
}
