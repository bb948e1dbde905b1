/**
 * Compares the source's index of events with the ledger: what is new, what has changed, what is
 * gone. Nothing is fetched for an event whose version and basis are those last reconciled.
 */
import type { PackedText } from "./packed_texts.ts";
import type { EventRequest, LedgerEntry } from "./types.ts";

/** An event as listed, without what is needed only to fetch it. */
export interface ListedEvent {
  readonly uuid: string;
  readonly id: string;
  readonly timestamp: number;
  readonly publishTimestamp: number;
  readonly published: boolean;
  readonly attributeCount: number;
  /** Every stamp and field of the event that matters, as one text. */
  readonly version: string;
  /** Whether the event as such is wanted; the attributes are judged when they are read. */
  readonly selected: boolean;
  /** The event as JSON, to map its attributes with; absent when nothing will be fetched. */
  readonly context: Pick<PackedText, "read"> | undefined;
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
  readonly cause?: Cause;
}

export interface Rules {
  readonly publishedOnly: boolean;
  readonly basis: string;
  /** Distrust the ledger: reconcile every event. */
  readonly full: boolean;
  /** Highest sighting id by event id, of those dated since the last run. */
  readonly sightings: ReadonlyMap<string, number>;
  /** Whether `sightings` reaches back to the first one ever. */
  readonly sightingsComplete: boolean;
  /** Whether an event that is not listed is gone. */
  readonly listIsComplete: boolean;
}

/** The state of one listed event. */
export function classify(
  event: ListedEvent,
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
  return sighting > entry.sighting
    ? { state: "changed", cause: "sighting" }
    : { state: "unchanged" };
}

function removal(entry: LedgerEntry | undefined, cause: Cause): Verdict {
  return entry === undefined ? { state: "ignored" } : { state: "withdrawn", cause };
}

/**
 * An edit unpublishes an event until it is published again; removing its indicators meanwhile
 * would open a gap. Only unpublishing without an edit leaves the event's timestamp as it was; and
 * an event that was published after its last edit can only have been unpublished on purpose.
 */
function unpublished(event: ListedEvent, entry: LedgerEntry | undefined): Verdict {
  if (entry === undefined) return { state: "ignored" };
  const isWithdrawn = event.timestamp === entry.timestamp ||
    event.publishTimestamp > event.timestamp;
  return isWithdrawn ? { state: "withdrawn", cause: "unpublished" } : { state: "edited" };
}

/** An event to fetch, with what the ledger will say of it afterwards. */
export interface PlannedEvent extends EventRequest {
  /** Whether the ledger has an entry of it. */
  readonly isKnown: boolean;
  readonly listed: ListedEvent;
  readonly sighting: number;
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
  readonly fetch: readonly PlannedEvent[];
  readonly remove: readonly RemovedEvent[];
  readonly counts: Readonly<Record<EventState, number>>;
  readonly causes: ReadonlyMap<Cause, number>;
}

/** Limits a run to some events; what is outside is neither read nor removed. */
export interface Scope {
  readonly includes: (event: { readonly uuid: string; readonly timestamp: number }) => boolean;
}

export function plan(
  listed: ReadonlyMap<string, ListedEvent>,
  ledger: ReadonlyMap<string, LedgerEntry>,
  scope: Scope,
  rules: Rules,
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
  const fetch: PlannedEvent[] = [];
  const remove: RemovedEvent[] = [];
  let inScope = 0;
  for (const event of listed.values()) {
    if (!scope.includes(event)) continue;
    inScope++;
    const entry = ledger.get(event.uuid);
    const { state, cause } = classify(event, entry, rules);
    counts[state]++;
    if (cause !== undefined) causes.set(cause, (causes.get(cause) ?? 0) + 1);
    if (state === "new" || state === "changed") fetch.push(planned(event, entry, rules));
    if (state === "withdrawn" && entry !== undefined) remove.push(removed(entry, state));
  }
  const unlisted = rules.listIsComplete ? ledger.values() : [];
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

function planned(
  listed: ListedEvent,
  entry: LedgerEntry | undefined,
  rules: Rules,
): PlannedEvent {
  const { uuid, id, attributeCount } = listed;
  const sighting = Math.max(rules.sightings.get(id) ?? 0, entry?.sighting ?? 0);
  // Earlier sightings may have been passed over while the event was unpublished or unknown.
  const sighted = sighting > 0 || !rules.sightingsComplete;
  const isKnown = entry !== undefined;
  return { uuid, id, attributeCount, sighted, listed, sighting, isKnown };
}
