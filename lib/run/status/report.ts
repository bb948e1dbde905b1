/** What `status` tells: one object, the same for `--json`, the tables and the page. */
import type { Count, Counts, IndexCounts } from "../../elastic/status_counts.ts";
import type { LedgerCount } from "../../elastic/status_ledger.ts";
import type { Lag } from "./lag.ts";
import type { RunStatus } from "./run_status.ts";

export interface StatusReport {
  readonly schema_version: number;
  readonly command: "status";
  readonly generated_at: string;
  /** `Elasticsearch 9.4.3` */
  readonly server: string;
  readonly namespace: string;
  /** The last run of each command, instance and shard, newest first. */
  readonly runs: readonly RunStatus[];
  /** The newest runs of all, newest first. */
  readonly past_runs: readonly RunStatus[];
  /** Events by command and instance. */
  readonly ledger: readonly LedgerCount[];
  readonly documents: {
    readonly total: number;
    readonly by_instance: Counts;
    readonly by_type: Counts;
    readonly by_tlp: Counts;
    readonly by_organisation: Counts;
    readonly by_tactic: Counts;
    readonly by_age: readonly Count[];
  };
  readonly expiries: {
    readonly due: number;
    /** Documents that end within `1h`, `1d` …, each from now on. */
    readonly next: Readonly<Record<string, number>>;
    readonly never: number;
    /** Every day of the next month, UTC. */
    readonly by_day: readonly Count[];
  };
  readonly lag: Lag;
}

export interface ReportFacts {
  /** Epoch milliseconds. */
  readonly now: number;
  readonly server: string;
  readonly namespace: string;
  readonly runs: readonly RunStatus[];
  readonly ledger: readonly LedgerCount[];
  readonly counts: IndexCounts;
  readonly lag: Lag;
}

const DAY = 86_400_000;
const DAYS_AHEAD = 30;
/** As many as a chart can show apart. */
const PAST_RUNS = 60;

/** Given newest first, as they come from the server. */
function lastRuns(runs: readonly RunStatus[]): readonly RunStatus[] {
  const keyOf = ({ command, instance, shard }: RunStatus) => `${command} ${instance} ${shard}`;
  return [...Map.groupBy(runs, keyOf).values()].flatMap(([last]) => last ?? []);
}

export function reportOf({ now, counts, ...facts }: ReportFacts): StatusReport {
  return {
    schema_version: 1,
    command: "status",
    generated_at: new Date(now).toISOString(),
    server: facts.server,
    namespace: facts.namespace,
    runs: lastRuns(facts.runs),
    past_runs: facts.runs.slice(0, PAST_RUNS),
    ledger: facts.ledger,
    documents: {
      total: counts.total,
      by_instance: counts.instances,
      by_type: counts.types,
      by_tlp: counts.tlp,
      by_organisation: counts.organisations,
      by_tactic: counts.tactics,
      by_age: counts.ages,
    },
    expiries: {
      due: counts.overdue,
      next: Object.fromEntries(counts.endsWithin.map(({ name, count }) => [name, count])),
      never: counts.neverEnds,
      by_day: everyDay(counts.endsByDay, now),
    },
    lag: facts.lag,
  };
}

/** A day without an end is a day, too. */
function everyDay(days: readonly Count[], now: number): readonly Count[] {
  const counts = new Map(days.map(({ name, count }) => [name, count]));
  return Array.from({ length: DAYS_AHEAD + 1 }, (_, at) => {
    const name = new Date(now + at * DAY).toISOString().slice(0, 10);
    return { name, count: counts.get(name) ?? 0 };
  });
}
