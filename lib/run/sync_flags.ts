/** The flags of a sync, the same words in every command that has them. */
import { type Flag, type FlagValues, UsageError } from "../cli/arguments.ts";
import { COMMON_FLAGS, WATCH_FLAGS } from "../cli/common_flags.ts";
import { parseSince, sinceInstant } from "../config/values.ts";
import { isUuid } from "../misp/uuid.ts";
import { parseShard, type ScopeOptions } from "../sync/scope.ts";

export const SYNC_FLAGS = [
  ...COMMON_FLAGS,
  {
    kind: "string",
    name: "source",
    value: "api|feed:PLACE",
    text: "Where events come from: the MISP API, or a feed's directory or URL",
    config: "source",
  },
  {
    kind: "string",
    name: "output",
    value: "PLACE",
    text: "Where documents go: elasticsearch, ndjson:FILE or bulk:FILE (- for stdout)",
    config: "output",
  },
  {
    kind: "boolean",
    name: "dry-run",
    text: "Do everything but write: the summary tells what would be written",
  },
  {
    kind: "boolean",
    name: "full",
    text: "Distrust the ledger: compare every event (finds changed rights and warninglists)",
  },
  {
    kind: "list",
    name: "event",
    value: "UUID",
    text: "Only this event",
  },
  {
    kind: "string",
    name: "since",
    value: "DURATION|DATE",
    text: "Only events edited since then, such as 30d or 2026-01-31; others stay as they are",
  },
  {
    kind: "string",
    name: "shard",
    value: "I/N",
    text: "Only the I-th of N parts of all events, so that N runs share a backfill",
  },
  {
    kind: "string",
    name: "max-delete",
    value: "PERCENT|COUNT",
    text: "Stop (exit 7) before deleting more of the documents than this",
    config: "run.max_delete",
  },
  {
    kind: "string",
    name: "max-duration",
    value: "DURATION",
    text: "Stop in good order (exit 5) after this long; the next run goes on",
    config: "run.max_duration",
  },
  {
    kind: "string",
    name: "sample",
    value: "N",
    text: "Show the first N documents that are written after the summary",
  },
  ...WATCH_FLAGS,
] as const satisfies readonly Flag[];

/** Of a sync whose documents have an end. */
export const EXPIRE_FLAG = {
  kind: "boolean",
  name: "expire",
  negatable: true,
  text: "Remove what has decayed or expired since it was written; --no-expire leaves it to expire",
} as const satisfies Flag;

export type SyncValues = FlagValues<typeof SYNC_FLAGS>;

function readEvent(given: string): string {
  const uuid = given.toLowerCase();
  if (isUuid(uuid)) return uuid;
  throw new UsageError(`Flag --event takes the UUID of an event, not "${given}"`);
}

function readSince(given: string, now: number): number {
  try {
    return sinceInstant(parseSince(given), now);
  } catch (error) {
    throw new UsageError(`Flag --since: ${error instanceof Error ? error.message : error}`);
  }
}

function readShard(given: string) {
  const shard = parseShard(given);
  if (shard !== undefined) return shard;
  throw new UsageError(`Flag --shard takes I/N with I from 1 to N, such as 2/8, not "${given}"`);
}

export function scopeOptions(values: SyncValues, now: number): ScopeOptions {
  return {
    events: new Set((values.event ?? []).map(readEvent)),
    since: values.since === undefined ? undefined : readSince(values.since, now),
    shard: values.shard === undefined ? undefined : readShard(values.shard),
  };
}

export function sampleSize({ sample }: SyncValues): number {
  if (sample === undefined) return 0;
  if (/^\d{1,4}$/.test(sample)) return Number(sample);
  throw new UsageError(`Flag --sample takes a number of documents, not "${sample}"`);
}
