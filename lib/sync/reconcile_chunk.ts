/** One chunk of events: fetched, mapped, compared, written, and only then entered in the ledger. */
import type { MispEvent } from "../ecs/misp.ts";
import type { EventWork, Keeper } from "./keeper.ts";
import type { PlannedEvent } from "./plan.ts";
import type { LedgerEntry, ReadingOptions, Source, State, Target } from "./types.ts";
import type { Tally } from "./tally.ts";
import { Writes } from "./writes.ts";

export interface ChunkRun extends ReadingOptions {
  readonly source: Source;
  readonly target: Target;
  readonly state: State;
  readonly tally: Tally;
  readonly begin: ReturnType<Keeper["begin"]>;
  readonly basis: string;
  /** Whether nothing is indexed yet, so that there is nothing to compare with. */
  readonly indexIsEmpty: boolean;
  readonly onEvent: (event: PlannedEvent) => void;
}

type Indexed = Map<string, Map<string, string>>;

/**
 * Reconciles `events`. When reading fails half-way, what was read in full is still written and
 * entered in the ledger before the error is thrown.
 */
export async function reconcileChunk(
  run: ChunkRun,
  events: readonly PlannedEvent[],
): Promise<void> {
  const rejected = new Set<string>();
  const done: PlannedEvent[] = [];
  const works = new Map<string, EventWork>();
  const writes = new Writes(run.target, run.tally, (event) => rejected.add(event));
  try {
    await readEvents(run, events, works, done, writes);
  } finally {
    await writes.flush();
    const acknowledged = done.filter((event) => !rejected.has(event.uuid));
    await run.state.ledger.save(acknowledged.map((event) => entryOf(run, event, works)));
  }
}

async function readEvents(
  run: ChunkRun,
  events: readonly PlannedEvent[],
  works: Map<string, EventWork>,
  done: PlannedEvent[],
  writes: Writes,
): Promise<void> {
  const byUuid = new Map(events.map((event) => [event.uuid, event]));
  const indexed = await readIndexed(run, events);
  for await (const part of run.source.attributes(events, run)) {
    const event = byUuid.get(part.uuid);
    if (event === undefined) continue;
    const work = works.get(part.uuid) ??
      run.begin(contextOf(event), indexed.get(part.uuid) ?? new Map());
    works.set(part.uuid, work);
    work.take(part, writes);
    await writes.relieve();
    if (!part.last) continue;
    done.push(event);
    run.onEvent(event);
  }
}

function contextOf(event: PlannedEvent): MispEvent {
  return event.listed.context === undefined ? {} : JSON.parse(event.listed.context);
}

/** Hash by id of what is indexed, by event. */
async function readIndexed(run: ChunkRun, events: readonly PlannedEvent[]): Promise<Indexed> {
  const indexed: Indexed = new Map();
  if (run.indexIsEmpty) return indexed;
  for await (const documents of run.target.indexed(events.map((event) => event.uuid))) {
    for (const { id, hash, event } of documents) {
      const ofEvent = indexed.get(event);
      if (ofEvent === undefined) indexed.set(event, new Map([[id, hash]]));
      else ofEvent.set(id, hash);
    }
  }
  return indexed;
}

function entryOf(
  run: ChunkRun,
  { uuid, listed, sighting }: PlannedEvent,
  works: ReadonlyMap<string, EventWork>,
): LedgerEntry {
  return {
    uuid,
    version: listed.version,
    timestamp: listed.timestamp,
    published: listed.published,
    basis: run.basis,
    documents: works.get(uuid)?.documents ?? 0,
    sighting,
  };
}
