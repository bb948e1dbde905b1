/**
 * What the pipeline needs of the two worlds it connects. A source lists events and gives their
 * attributes; a target holds documents; a state remembers what was done. `lib/misp`, `lib/elastic`
 * and `lib/ndjson` implement these; the pipeline knows nothing else of them.
 */
import type { MispAttribute, MispEvent, MispObject } from "../ecs/misp.ts";
import type { DocumentState, Operation, WriteResult } from "./operation.ts";

export type { DocumentState, Operation, Rejection, WriteResult } from "./operation.ts";

/** What moves when somebody works on an event. */
export interface EventStamps {
  /** Epoch seconds. */
  readonly timestamp: number;
  readonly publishTimestamp: number;
  readonly sightingTimestamp: number;
  readonly published: boolean;
  /** As MISP counts: not deleted ones, those in objects too. */
  readonly attributeCount: number;
}

/** One row of a source's index of events: what decides whether the event has changed. */
export interface EventRow extends EventStamps {
  /** Lower case. */
  readonly uuid: string;
  /** Numeric id as text; empty for a feed. */
  readonly id: string;
  /** Fields, organisations, tags and galaxy clusters. */
  readonly event: MispEvent;
}

/** An attribute with the object it belongs to; `deleted` counts the object's deletion too. */
export interface SourceAttribute {
  readonly uuid: string;
  readonly attribute: MispAttribute;
  readonly object: MispObject | undefined;
  readonly deleted: boolean;
}

/** Some attributes of one event; an event may come in several parts, `last` marks its end. */
export interface EventPart {
  readonly uuid: string;
  readonly attributes: readonly SourceAttribute[];
  readonly last: boolean;
  /** The event as it came with its attributes, where that tells more than its row (a feed). */
  readonly event?: MispEvent;
}

/** What must be known of an event to fetch it. */
export interface EventRequest {
  readonly uuid: string;
  readonly id: string;
  readonly attributeCount: number;
  /** Whether somebody may have seen its attributes: then sightings are asked for as well. */
  readonly sighted: boolean;
}

/** An event that could not be read; its documents stay as they are. */
export interface UnreadableEvent {
  readonly uuid: string;
  readonly error: Error;
}

export interface ReadingOptions {
  readonly onUnreadable: (event: UnreadableEvent) => void;
  /** Attribute types whose decay scores only the source knows. */
  readonly scoredTypes: ReadonlySet<string>;
}

export interface Source {
  /** Names the MISP in document ids and in the ledger. */
  readonly instance: string;
  /**
   * What `keep` makes of each event's row, by uuid. Fails rather than give an incomplete list, unless
   * `onIncomplete` wants to be told: then an event that is not listed may still be there.
   */
  events<T>(
    keep: (row: EventRow) => T,
    onIncomplete?: (error: Error) => void,
  ): Promise<ReadonlyMap<string, T>>;
  /** Attributes that it would now rather be asked for at a time, where that varies. */
  readonly attributesAtOnce?: number;
  /** The attributes of `events`, whole, deleted ones included. */
  attributes(events: readonly EventRequest[], options: ReadingOptions): AsyncIterable<EventPart>;
  /** Highest sighting id by event id, of sightings dated since `since` (epoch s; 0 = all). */
  sightings(since: number): Promise<ReadonlyMap<string, number>>;
  /** Requests made and bytes read so far. */
  readonly traffic: Traffic;
}

export interface Traffic {
  readonly requests: number;
  readonly bytesRead: number;
  readonly bytesWritten: number;
}

/** A document as the target holds it. */
export interface IndexedDocument {
  readonly id: string;
  readonly hash: string;
  readonly event: string;
  /** Undefined where nobody else writes. */
  readonly state: DocumentState | undefined;
}

/** An indexed document whose end has come. */
export interface DueDocument {
  readonly id: string;
  readonly event: string;
  readonly state: DocumentState;
  /** What set its end: a model's name, `default` or `per_type`. */
  readonly rule: string;
  /** MISP attribute type. */
  readonly type: string;
  /** Marked as decayed already, and now past the time it was to be kept. */
  readonly marked: boolean;
}

/** How many documents end until an instant, by what sets their end and by attribute type. */
export interface Expiries {
  readonly total: number;
  readonly byRule: ReadonlyMap<string, number>;
  readonly byType: ReadonlyMap<string, number>;
}

/** An event with indexed documents, as the target itself tells it. */
export interface IndexedEvent {
  readonly uuid: string;
  readonly documents: number;
  /** The newest `misp.event.timestamp` among its documents, epoch seconds. */
  readonly timestamp: number;
}

/** Where documents live. Only documents of its own instance are ever read, written or counted. */
export interface Target {
  /** Makes earlier writes visible and counts the instance's documents. */
  prepare(): Promise<number>;
  /** Documents of these events, in pages. */
  indexed(events: readonly string[]): AsyncIterable<readonly IndexedDocument[]>;
  /** Every event that has documents. */
  events(): AsyncIterable<IndexedEvent>;
  /** Documents that end at or before `now`, or before `now - keepMs` when marked, in pages. */
  due(now: number, keepMs: number): AsyncIterable<readonly DueDocument[]>;
  /** What ends after `from` and at or before `until` (epoch milliseconds). */
  expiries(from: number, until: number): Promise<Expiries>;
  /** Resolves when each operation was acknowledged or rejected; throws when neither can be had. */
  write(operations: readonly Operation[]): Promise<WriteResult>;
  /** Makes the result of the run final (a file is renamed into place, an index refreshed). */
  commit(): Promise<void>;
  readonly traffic: Traffic;
}

/** What the ledger knows of an event: the version that was last reconciled. */
export interface LedgerEntry {
  readonly uuid: string;
  /** Every stamp and field of the event that matters, as one text. */
  readonly version: string;
  /** Event timestamp of that version, epoch seconds. */
  readonly timestamp: number;
  readonly published: boolean;
  /** Hash of mapping version, selection, expiry settings and decay models. */
  readonly basis: string;
  /** Documents it had when it was done. */
  readonly documents: number;
  /** Highest sighting id taken into account; 0 when it had none. */
  readonly sighting: number;
}

export interface Ledger {
  read(): AsyncIterable<readonly LedgerEntry[]>;
  save(entries: readonly LedgerEntry[]): Promise<void>;
  remove(uuids: readonly string[]): Promise<void>;
}

/** MISP's decaying models as they were read, so that not every run asks for them. */
export interface RememberedModels {
  /** Epoch milliseconds. */
  readonly readAt: number;
  /** Rows of the answer. */
  readonly rows: readonly unknown[];
}

/** How a run ended, kept for `status` and for the next run's window of sightings. */
export interface RunRecord {
  readonly command: string;
  readonly instance: string;
  readonly shard: string;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly finishedAt: number;
  readonly exitCode: number;
  /** The summary object that `--json` prints. */
  readonly summary: Readonly<Record<string, unknown>>;
  /** Epoch seconds up to which sightings were read; 0 when never. */
  readonly sightingsUntil: number;
  readonly models?: RememberedModels | undefined;
}

export interface State {
  readonly ledger: Ledger;
  lastRun(): Promise<RunRecord | undefined>;
  saveRun(run: RunRecord): Promise<void>;
  readonly traffic: Traffic;
}
