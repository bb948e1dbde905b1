/** A recorded run, read as far as it can be: another version may have written it. */
import { outcomeOf } from "../../cli/exit.ts";
import { integer, isObject, text } from "../../ecs/read.ts";
import type { RunRecord } from "../../sync/types.ts";

export interface RunStatus {
  readonly command: string;
  readonly instance: string;
  /** `I/N` */
  readonly shard: string;
  readonly started_at: string;
  readonly finished_at: string;
  readonly duration_ms: number;
  readonly exit_code: number;
  readonly outcome: string;
  /** Documents created and updated. */
  readonly written: number;
  readonly deleted: number;
  readonly rejected: number;
  readonly error?: string;
}

export function runStatus(record: RunRecord): RunStatus {
  const { summary, startedAt, finishedAt, exitCode } = record;
  const documents = isObject(summary["documents"]) ? summary["documents"] : {};
  const count = (name: string) => integer(documents[name]) ?? 0;
  const error = text(summary["error"]);
  return {
    command: record.command,
    instance: record.instance,
    shard: record.shard,
    started_at: new Date(startedAt).toISOString(),
    finished_at: new Date(finishedAt).toISOString(),
    duration_ms: finishedAt - startedAt,
    exit_code: exitCode,
    outcome: outcomeOf(exitCode),
    written: count("created") + count("updated"),
    deleted: count("deleted"),
    rejected: count("rejected"),
    ...(error === undefined ? {} : { error }),
  };
}
