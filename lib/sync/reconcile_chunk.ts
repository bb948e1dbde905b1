/** One chunk of events: fetched, mapped, compared, written, and only then entered in the ledger. */
import type { EventWork, Keeper } from "./keeper.ts";
import type { LineBuffers } from "./line_buffer.ts";
import type { PlannedEvent } from "./planned_events.ts";
import type {
  IndexedDocument,
  LedgerEntry,
  ReadingOptions,
  Source,
  State,
  Target,
} from "./types.ts";
import type { Tally } from "./tally.ts";
import { unreconciled, versionOf } from "./version.ts";
import type { Withheld } from "./withheld.ts";
import { Writes } from "./writes.ts";

export interface ChunkRun extends ReadingOptions {
  readonly source: Source;
  readonly target: Target;
  readonly state: State;
  readonly tally: Tally;
  readonly buffers: LineBuffers;
  readonly begin: ReturnType<Keeper["begin"]>;
  readonly basis: string;
  /** Whether nothing is indexed yet, so that there is nothing to compare with. */
  readonly indexIsEmpty: boolean;
  readonly onEvent: (event: PlannedEvent) => void;
  readonly withheld: Withheld;
}

/** What of an event's work its entry in the ledger tells. */
type Done = Pick<EventWork, "documents" | "fingerprint">;

type Indexed = Map<string, Map<string, IndexedDocument>>;

/**
 * Reconciles `events`. When reading fails half-way, what was read in full is still written and
 * entered in the ledger before the error is thrown.
 */
export async function reconcileChunk(
  run: ChunkRun,
  events: readonly PlannedEvent[],
): Promise<void> {
  const rejected = new Set<string>();
  const done = new Map<PlannedEvent, Done>();
  const reject = (event: string) => rejected.add(event);
  const writes = new Writes(run.target, run.tally, reject, run.buffers);
  await enterNewcomers(run, events);
  try {
    await readEvents(run, events, done, writes);
  } finally {
    await writes.flush();
    const entries = [...done].filter(([event]) => !rejected.has(event.uuid))
      .map(([event, work]) => entryOf(run, event, work))
      .filter((entry) => !run.withheld.holds(entry));
    await run.state.ledger.save(entries);
  }
}

/**
 * Before the first document of an event is written, the ledger knows of the event: whatever happens
 * to the run or to the event, a later run will find the documents.
 */
async function enterNewcomers(run: ChunkRun, events: readonly PlannedEvent[]): Promise<void> {
  const newcomers = events.filter((event) => !event.isKnown);
  await run.state.ledger.save(newcomers.map((event) => unreconciled({ ...event, documents: 0 })));
}

async function readEvents(
  run: ChunkRun,
  events: readonly PlannedEvent[],
  done: Map<PlannedEvent, Done>,
  writes: Writes,
): Promise<void> {
  const byUuid = new Map(events.map((event) => [event.uuid, event]));
  const works = new Map<string, EventWork>();
  const indexed = await readIndexed(run, events);
  for await (const part of run.source.attributes(events, run)) {
    const event = byUuid.get(part.uuid);
    if (event === undefined) continue;
    const work = works.get(part.uuid) ??
      run.begin(JSON.parse(event.context), indexed.get(part.uuid) ?? new Map());
    works.set(part.uuid, work);
    work.take(part, writes);
    await writes.relieve();
    if (!part.last) continue;
    // An event holds its context, and what all of its documents share.
    works.delete(part.uuid);
    done.set(event, { documents: work.documents, fingerprint: work.fingerprint });
    run.onEvent(event);
  }
}

/** What is indexed, by event and id. */
async function readIndexed(run: ChunkRun, events: readonly PlannedEvent[]): Promise<Indexed> {
  const indexed: Indexed = new Map();
  if (run.indexIsEmpty) return indexed;
  for await (const documents of run.target.indexed(events.map((event) => event.uuid))) {
    for (const document of documents) {
      const { id, event } = document;
      const ofEvent = indexed.get(event);
      if (ofEvent === undefined) indexed.set(event, new Map([[id, document]]));
      else ofEvent.set(id, document);
    }
  }
  return indexed;
}

function entryOf(
  run: ChunkRun,
  event: PlannedEvent,
  { documents, fingerprint }: Done,
): LedgerEntry {
  const { uuid, timestamp, published, sighting } = event;
  return {
    uuid,
    version: versionOf(event, fingerprint),
    timestamp,
    published,
    basis: run.basis,
    documents,
    sighting,
  };
}
