/** Where documents go, opened: the same for every kind of output. */
import type { JournalKeeperSettings } from "../sync/journal.ts";
import type { State, Target, Traffic } from "../sync/types.ts";

/** The index of current indicators, or the journal of every revision. */
export type Kept = "current" | "journal";

export interface OpenOutput extends AsyncDisposable {
  /** The index or file, for messages and dead letters. */
  readonly name: string;
  readonly target: Target;
  readonly state: State;
  /** Of a journal: the attributes that it holds of an event. */
  readonly attributesOf: JournalKeeperSettings["attributesOf"];
  /**
   * Renews the `@timestamp` of what is there but for these events, and gives the number of documents;
   * undefined where nothing is renewed.
   */
  readonly confirm?: ((except: readonly string[], now: number) => Promise<number>) | undefined;
  /** Requests and bytes of the whole output. */
  readonly traffic: Traffic;
}

/** Which runs exclude each other, and share a ledger. */
export interface OutputScope {
  /** Whose run record and lease it is. */
  readonly command: string;
  /** Decides the ledger, too: every command that keeps the same thing has the same ledger. */
  readonly keeps: Kept;
  readonly instance: string;
  /** `I/N`; `1/1` for all. */
  readonly shard: string;
  readonly runId: string;
  /** Whether only one such run may be at work; a file is always locked. */
  readonly exclusive: boolean;
  /** Aborted when the lease is lost. */
  readonly controller: AbortController;
}

/** The command whose ledger it is. */
export const LEDGERS = {
  current: "sync-attributes",
  journal: "sync-events",
} as const satisfies Record<Kept, string>;
