/** Ledger entries and runs as lines of JSON. */
import type { LedgerEntry, RunRecord } from "../sync/types.ts";
import { at, type JsonValue, listAt, numberAt, objectAt, textAt } from "../elastic/json.ts";

/** Whose lines: a file may be shared by commands, instances and shards. */
export interface LedgerScope {
  readonly command: string;
  /** The command whose ledger it is; the runs are those of `command`. */
  readonly ledgerOf: string;
  readonly instance: string;
  readonly shard: string;
}

export type LedgerLine =
  | { readonly kind: "event"; readonly entry: LedgerEntry }
  | { readonly kind: "run"; readonly run: RunRecord }
  | { readonly kind: "foreign" };

export function entryLine({ ledgerOf, instance }: LedgerScope, entry: LedgerEntry): string {
  return `${JSON.stringify({ kind: "event", command: ledgerOf, instance, ...entry })}\n`;
}

export function runLine(run: RunRecord): string {
  return `${JSON.stringify({ kind: "run", ...run })}\n`;
}

/** @throws SyntaxError when the line is no JSON. */
export function parseLedgerLine(line: string, scope: LedgerScope): LedgerLine {
  const value: JsonValue = JSON.parse(line);
  if (textAt(value, "instance") !== scope.instance) return { kind: "foreign" };
  const kind = textAt(value, "kind");
  const command = textAt(value, "command");
  if (kind === "event" && command === scope.ledgerOf) return { kind, entry: entryOf(value) };
  const ours = command === scope.command && textAt(value, "shard") === scope.shard;
  return kind === "run" && ours ? { kind, run: runOf(value, scope) } : { kind: "foreign" };
}

function entryOf(value: JsonValue): LedgerEntry {
  return {
    uuid: textAt(value, "uuid") ?? "",
    version: textAt(value, "version") ?? "",
    timestamp: numberAt(value, "timestamp") ?? 0,
    published: at(value, "published") === true,
    basis: textAt(value, "basis") ?? "",
    documents: numberAt(value, "documents") ?? 0,
    sighting: numberAt(value, "sighting") ?? 0,
  };
}

function runOf(value: JsonValue, scope: LedgerScope): RunRecord {
  const { command, instance, shard } = scope;
  const readAt = numberAt(value, "models", "readAt");
  return {
    command,
    instance,
    shard,
    startedAt: numberAt(value, "startedAt") ?? 0,
    finishedAt: numberAt(value, "finishedAt") ?? 0,
    exitCode: numberAt(value, "exitCode") ?? 0,
    summary: objectAt(value, "summary"),
    sightingsUntil: numberAt(value, "sightingsUntil") ?? 0,
    ...(readAt === undefined ? {} : { models: { readAt, rows: listAt(value, "models", "rows") } }),
  };
}
