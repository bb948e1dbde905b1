/**
 * Compares the source's index of events with the ledger: what is new, what has changed, what is
 * gone. Nothing is fetched for an event whose version and basis are those last reconciled.
 */
import type { PackedTexts } from "./packed_texts.ts";
import { PlannedEvents } from "./planned_events.ts";
import type { LedgerEntry } from "./types.ts";

/** What of a listed event decides what becomes of it. */
export interface EventFacts {
  readonly id: string;
  readonly timestamp: number;
  readonly publishTimestamp: number;
  readonly published: boolean;
  /** Every stamp and field of the event that matters, as one text. */
  readonly version: string;
  /** Whether the event as such is wanted; the attributes are judged when they are read. */
  readonly selected: boolean;
}

/**
 * - `new`, `changed`: fetched and reconciled.
 * - `unchanged`: nothing to do.
 * - `edited`: published before and being worked on: its documents stay until it is published.
 * - `withdrawn`: unpublished on purpose, or no longer selected: its documents go.
 * - `gone`: MISP no longer lists it: its documents go.
 * - `ignored`: not wanted, and nothing is indexed.
 */
export type EventState =
  | "new"
  | "changed"
  | "unchanged"
  | "edited"
  | "withdrawn"
  | "gone"
  | "ignored";

/** Why an event is fetched, or its documents removed; told in the summary. */
export type Cause =
  | "new"
  | "version"
  | "basis"
  | "full"
  | "sighting"
  | "unpublished"
  | "unselected";

export interface Verdict {
  readonly state: EventState;
  readonly cause?: Cause | undefined;
}

/** What is kept of an event until all are listed; of one to fetch, where it is packed. */
export type ListedEvent =
  | (Verdict & { readonly place?: never })
  | (Verdict & { readonly place: number; readonly attributeCount: number });

export interface Rules {
  readonly publishedOnly: boolean;
  readonly basis: string;
  /** Distrust the ledger: reconcile every event. */
  readonly full: boolean;
  /** Highest sighting id by event id, of those dated since the last run. */
  readonly sightings: ReadonlyMap<string, number>;
  /** Whether `sightings` reaches back to the first one ever. */
  readonly sightingsComplete: boolean;
}

/** One for all: in most runs nearly all events are. */
const UNCHANGED: Verdict = { state: "unchanged" };

/** The state of one listed event. */
export function classify(
  event: EventFacts,
  entry: LedgerEntry | undefined,
  rules: Rules,
): Verdict {
  if (!event.selected) return removal(entry, "unselected");
  if (rules.publishedOnly && !event.published) return unpublished(event, entry);
  if (entry === undefined) return { state: "new", cause: "new" };
  if (rules.full) return { state: "changed", cause: "full" };
  if (entry.version !== event.version) return { state: "changed", cause: "version" };
  if (entry.basis !== rules.basis) return { state: "changed", cause: "basis" };
  const sighting = rules.sightings.get(event.id) ?? 0;
  return sighting > entry.sighting ? { state: "changed", cause: "sighting" } : UNCHANGED;
}

function removal(entry: LedgerEntry | undefined, cause: Cause): Verdict {
  return entry === undefined ? { state: "ignored" } : { state: "withdrawn", cause };
}

/**
 * An edit unpublishes an event until it is published again; removing its indicators meanwhile
 * would open a gap. Only unpublishing without an edit leaves the event's timestamp as it was; and
 * an event that was published after its last edit can only have been unpublished on purpose.
 */
function unpublished(event: EventFacts, entry: LedgerEntry | undefined): Verdict {
  if (entry === undefined) return { state: "ignored" };
  const isWithdrawn = event.timestamp === entry.timestamp ||
    event.publishTimestamp > event.timestamp;
  return isWithdrawn ? { state: "withdrawn", cause: "unpublished" } : { state: "edited" };
}

/** An event whose documents go. */
export interface RemovedEvent {
  readonly uuid: string;
  readonly state: "gone" | "withdrawn";
  /** As the ledger knows it: how many documents it has, and its last stamp in epoch seconds. */
  readonly documents: number;
  readonly timestamp: number;
}

export interface Plan {
  /** Events in scope that the source lists. */
  readonly listed: number;
  readonly fetch: PlannedEvents;
  readonly remove: readonly RemovedEvent[];
  readonly counts: Readonly<Record<EventState, number>>;
  readonly causes: ReadonlyMap<Cause, number>;
}

/** Limits a run to some events; what is outside is neither read nor removed. */
export interface Scope {
  readonly includes: (event: { readonly uuid: string; readonly timestamp: number }) => boolean;
}

export interface PlanOptions {
  readonly scope: Scope;
  /** Where events to fetch are packed. */
  readonly waiting: PackedTexts;
  /** Whether an event that is not listed is gone. */
  readonly listIsComplete: boolean;
}

/** @param listed by uuid; undefined for an event that is out of scope. */
export function plan(
  listed: ReadonlyMap<string, ListedEvent | undefined>,
  ledger: ReadonlyMap<string, LedgerEntry>,
  { scope, waiting, listIsComplete }: PlanOptions,
): Plan {
  const counts = {
    new: 0,
    changed: 0,
    unchanged: 0,
    edited: 0,
    withdrawn: 0,
    gone: 0,
    ignored: 0,
  };
  const causes = new Map<Cause, number>();
  const fetch = new PlannedEvents(waiting);
  const remove: RemovedEvent[] = [];
  let inScope = 0;
  for (const [uuid, event] of listed) {
    if (event === undefined) continue;
    inScope++;
    const { state, cause } = event;
    counts[state]++;
    if (cause !== undefined) causes.set(cause, (causes.get(cause) ?? 0) + 1);
    if (event.place !== undefined) fetch.add(event.place, event.attributeCount);
    const entry = state === "withdrawn" ? ledger.get(uuid) : undefined;
    if (entry !== undefined) remove.push(removed(entry, "withdrawn"));
  }
  const unlisted = listIsComplete ? ledger.values() : [];
  for (const entry of unlisted) {
    if (listed.has(entry.uuid) || !scope.includes(entry)) continue;
    counts.gone++;
    remove.push(removed(entry, "gone"));
  }
  return { listed: inScope, fetch, remove, counts, causes };
}

function removed(
  { uuid, documents, timestamp }: LedgerEntry,
  state: RemovedEvent["state"],
): RemovedEvent {
  return { uuid, state, documents, timestamp };
}
