/** The summary of a run: one object, the same for `--json`, for the table and for `status`. */
import type { Plan } from "./plan.ts";
import type { RejectionGroup, Tally } from "./tally.ts";
import type { Traffic } from "./types.ts";

/** Raised when a key changes its meaning or goes; new keys may come at any time. */
export const SCHEMA_VERSION = 1;

/** What had ended when the run began, and what ends next, as `expire` counts it. */
export interface ExpiryCounts {
  readonly due: number;
  readonly by_rule: Readonly<Record<string, number>>;
  readonly by_type: Readonly<Record<string, number>>;
  /** Documents that end within `1h`, `1d` …, each from now on. */
  readonly next: Readonly<Record<string, number>>;
}

export interface RunFacts {
  readonly command: string;
  readonly instance: string;
  readonly outcome: string;
  readonly exitCode: number;
  readonly dryRun: boolean;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly durationMs: number;
  readonly peakRssBytes: number;
  readonly plan: Plan | undefined;
  /** Without a plan: events that the source listed, and indexed ones that it did not. */
  readonly compared: { readonly listed: number; readonly gone: number } | undefined;
  readonly tally: Tally;
  readonly expiries: ExpiryCounts | undefined;
  readonly misp: Traffic;
  readonly elasticsearch: Traffic;
  /** Why it did not end well, without a secret. */
  readonly error: string | undefined;
}

export interface Summary {
  readonly schema_version: number;
  readonly command: string;
  readonly instance: string;
  readonly outcome: string;
  readonly exit_code: number;
  readonly dry_run: boolean;
  readonly started_at: string;
  readonly duration_ms: number;
  readonly events: Readonly<Record<string, number>>;
  /** Why events were fetched or their documents removed. */
  readonly causes: Readonly<Record<string, number>>;
  readonly attributes: {
    readonly read: number;
    readonly wanted: number;
    readonly not_wanted: Readonly<Record<string, number>>;
    readonly unknown_types: Readonly<Record<string, number>>;
    /** Written as they are, with `last_seen` before `first_seen`. */
    readonly seen_backwards: number;
  };
  readonly documents: {
    readonly created: number;
    readonly updated: number;
    readonly deleted: number;
    /** Kept for a while with `misp.attribute.decayed: true`. */
    readonly marked: number;
    readonly unchanged: number;
    readonly rejected: number;
    /** Changed or gone between being read and being written: left as they are. */
    readonly conflicts: number;
  };
  readonly expiries?: ExpiryCounts;
  readonly rejections: readonly RejectionGroup[];
  readonly requests: { readonly misp: number; readonly elasticsearch: number };
  readonly bytes: { readonly read: number; readonly written: number };
  readonly peak_rss_bytes: number;
  readonly error?: string;
}

export function summarise(facts: RunFacts): Summary {
  const { tally, plan, misp, elasticsearch } = facts;
  const counts = plan?.counts;
  return {
    schema_version: SCHEMA_VERSION,
    command: facts.command,
    instance: facts.instance,
    outcome: facts.outcome,
    exit_code: facts.exitCode,
    dry_run: facts.dryRun,
    started_at: new Date(facts.startedAt).toISOString(),
    duration_ms: facts.durationMs,
    events: {
      listed: plan?.listed ?? facts.compared?.listed ?? 0,
      new: counts?.new ?? 0,
      changed: counts?.changed ?? 0,
      unchanged: counts?.unchanged ?? 0,
      gone: counts?.gone ?? facts.compared?.gone ?? 0,
      edited: counts?.edited ?? 0,
      withdrawn: counts?.withdrawn ?? 0,
      ignored: counts?.ignored ?? 0,
      failed: tally.failedEvents,
    },
    causes: Object.fromEntries(plan?.causes ?? []),
    attributes: {
      read: tally.read,
      wanted: tally.read - tally.notWantedTotal,
      not_wanted: Object.fromEntries(tally.notWanted),
      unknown_types: Object.fromEntries(tally.unknownTypes),
      seen_backwards: tally.seenBackwards,
    },
    documents: {
      ...tally.acknowledged,
      // A record of the journal that was there already.
      unchanged: tally.unchanged + tally.skipped.created,
      rejected: tally.rejectedTotal,
      conflicts: tally.conflicts,
    },
    ...(facts.expiries === undefined ? {} : { expiries: facts.expiries }),
    rejections: tally.rejections,
    requests: { misp: misp.requests, elasticsearch: elasticsearch.requests },
    bytes: {
      read: misp.bytesRead + elasticsearch.bytesRead,
      written: misp.bytesWritten + elasticsearch.bytesWritten,
    },
    peak_rss_bytes: facts.peakRssBytes,
    ...(facts.error === undefined ? {} : { error: facts.error }),
  };
}
