/** What a kind of run does with events: keeps the index of current indicators, or the journal. */
import type { MispEvent } from "../ecs/misp.ts";
import type { DeleteGuard } from "./guard.ts";
import type { LoadedLifetimes } from "./lifetimes.ts";
import type { Plan } from "./plan.ts";
import type { Tally } from "./tally.ts";
import type { EventPart, IndexedDocument, State, Target } from "./types.ts";
import type { Withheld } from "./withheld.ts";
import type { Writes } from "./writes.ts";

/** One event being read. */
export interface EventWork {
  /** Of the event as it was listed, whatever came with its attributes. */
  readonly fingerprint: string;
  /** Documents the event has so far. */
  readonly documents: number;
  /** Adds the writes for some of its attributes. */
  take(part: EventPart, writes: Writes): void;
}

export interface Keeper {
  /** `indexed`: the event's documents by id, as far as they were read. */
  begin(
    lifetimes: LoadedLifetimes,
  ): (event: MispEvent, indexed: Map<string, IndexedDocument>) => EventWork;
  /** Events that are gone or withdrawn. */
  remove(events: Plan["remove"]): Promise<void>;
  /** What is left to do when every event is done. */
  finish(): Promise<void>;
}

/** What a keeper is made with, when a run begins. */
export interface KeeperRun {
  readonly target: Target;
  readonly state: State;
  readonly instance: string;
  readonly tally: Tally;
  readonly guard: DeleteGuard;
  readonly withheld: Withheld;
  /** Epoch milliseconds: one moment for the whole run. */
  readonly now: number;
}
