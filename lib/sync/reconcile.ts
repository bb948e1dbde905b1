/**
 * The pipeline: index → plan → fetch → map → diff → write → ledger. What is wanted is compared with
 * what is there, event by event; nothing depends on having seen every change as it happened.
 */
import type { MappingSettings } from "../ecs/document.ts";
import { chunksOf } from "./chunks.ts";
import { DeleteGuard, type MaxDelete } from "./guard.ts";
import { readKnownEvents } from "./known_events.ts";
import type { Keeper, KeeperRun } from "./keeper.ts";
import { LineBuffers } from "./line_buffer.ts";
import type { Lifetimes } from "./lifetimes.ts";
import { listedEvent, type ListingSettings } from "./listing.ts";
import { PackedTexts } from "./packed_texts.ts";
import { type Plan, plan, type Rules, type Scope } from "./plan.ts";
import type { PlannedEvent } from "./planned_events.ts";
import { forEachConcurrently } from "./pool.ts";
import { type ChunkRun, reconcileChunk } from "./reconcile_chunk.ts";
import { isHeavy } from "../retry.ts";
import { eventFilter, type Selection } from "./selection.ts";
import type { Tally } from "./tally.ts";
import type { RunRecord, Source, State, Target, UnreadableEvent } from "./types.ts";
import { Withheld } from "./withheld.ts";

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
  /** Into how many parts the events are divided; this run has one of them. */
  readonly shards: number;
  /** Whether documents stay until a run removes them. */
  readonly keepsDocuments: boolean;
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
  /** Sightings could not be read: the next run looks as far back again. */
  unsighted(error: Error): void;
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
  const guard = new DeleteGuard(settings.maxDelete, Math.ceil(documents / settings.shards));
  const { todo, listed } = await compare(ends, settings, documents, observer);
  observer.planned(todo);
  guard.refuseEmptyList(listed);
  await foreseeRemovals(ends.target, guard, todo);
  const withheld = new Withheld(guard);
  const { instance } = ends.source;
  const keeper = settings.keeper({ ...ends, instance, tally, guard, withheld, now: settings.now });
  await readChanged(ends, settings, { todo, keeper, withheld, documents, tally, observer });
  await withheld.release(ends.target, ends.state, tally);
  await keeper.remove(todo.remove);
  await keeper.finish();
  await ends.target.commit();
}

/** The ledger may remember more documents than there still are: only then are they counted. */
async function foreseeRemovals(target: Target, guard: DeleteGuard, { remove }: Plan) {
  const remembered = remove.reduce((sum, event) => sum + event.documents, 0);
  if (!guard.forbids(remembered)) return;
  let documents = 0;
  for await (const page of target.indexed(remove.map((event) => event.uuid))) {
    documents += page.length;
  }
  guard.check(documents, `of ${remove.length} events that MISP has removed or withdrawn`);
}

interface Reading {
  readonly todo: Plan;
  readonly keeper: Keeper;
  readonly withheld: Withheld;
  readonly documents: number;
  readonly tally: Tally;
  readonly observer: Observer;
}

async function readChanged(
  ends: Ends,
  settings: ReconcileSettings,
  { todo, keeper, withheld, documents, tally, observer }: Reading,
): Promise<void> {
  if (todo.fetch.length === 0) return;
  const lifetimes = await settings.lifetimes.load();
  const run: ChunkRun = {
    ...ends,
    begin: keeper.begin(lifetimes),
    scoredTypes: lifetimes.scoredTypes,
    basis: settings.basis,
    buffers: new LineBuffers(),
    indexIsEmpty: documents === 0,
    onUnreadable: (event) => {
      tally.failedEvents++;
      observer.unreadable(event);
    },
    onEvent: (event) => observer.eventDone(event),
    withheld,
    tally,
  };
  const { source } = ends;
  const most = settings.attributesPerRequest;
  const chunks = chunksOf(todo.fetch, () => Math.min(most, source.attributesAtOnce ?? most));
  await forEachConcurrently(
    chunks,
    settings.concurrency,
    (events) => reconcileChunk(run, events),
  );
}

/** Index and ledger, compared. */
async function compare(
  { source, target, state }: Ends,
  settings: ReconcileSettings,
  documents: number,
  observer: Observer,
): Promise<{ readonly todo: Plan; readonly listed: number }> {
  const { full: distrust, keepsDocuments } = settings;
  const known = await readKnownEvents(state, target, { documents, distrust, keepsDocuments });
  const since = known.size === 0 ? 0 : sightingsSince(settings);
  const sightings = await readSightings(source, since, observer);
  const rules: Rules = {
    publishedOnly: settings.selection.published === "only",
    basis: settings.basis,
    full: settings.full,
    sightings: sightings ?? new Map(),
    sightingsComplete: sightings !== undefined && since === 0,
  };
  const { mapping, scope } = settings;
  const selects = eventFilter(settings.selection);
  const waiting = new PackedTexts();
  const listing: ListingSettings = { mapping, selects, scope, known, rules, waiting };
  let listIsComplete = true;
  const listed = await source.events((row) => listedEvent(row, listing), (error) => {
    listIsComplete = false;
    observer.incomplete(error);
  });
  const todo = plan(listed, known, { scope, waiting, listIsComplete });
  return { todo, listed: listed.size };
}

/** Undefined when MISP cannot give them: what was edited is reconciled all the same. */
async function readSightings(
  source: Source,
  since: number,
  observer: Observer,
): Promise<ReadonlyMap<string, number> | undefined> {
  try {
    return await source.sightings(since);
  } catch (error) {
    if (!isHeavy(error)) throw error;
    observer.unsighted(error);
    return undefined;
  }
}

/** From the first sighting ever on, unless an earlier run has taken those into account. */
function sightingsSince({ full, lastRun }: ReconcileSettings): number {
  if (full || lastRun === undefined || lastRun.sightingsUntil === 0) return 0;
  return Math.max(0, lastRun.sightingsUntil - SIGHTINGS_OVERLAP_S);
}
