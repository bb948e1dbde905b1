/**
 * How runs ended, by command, instance and shard: the last one under an id of its own, and some
 * hundred before it, each in the place of a much older one.
 */
import { RequestError } from "../errors.ts";
import type { RunRecord } from "../sync/types.ts";
import { at, type JsonObject, type JsonValue, listAt, numberAt, objectAt, textAt } from "./json.ts";
import type { ElasticConnection } from "./request.ts";

export interface RunScope {
  readonly index: string;
  readonly command: string;
  readonly instance: string;
  /** `I/N` */
  readonly shard: string;
}

function pathOf({ index, command, instance, shard }: RunScope, slot = "last"): string {
  return `/${index}/_doc/${encodeURIComponent(`run:${command}:${instance}:${shard}:${slot}`)}`;
}

/** Prime, so that runs at any regular interval fill every place before one is used again. */
const PLACES = 499;

/** The place of a run among those before it; two in one minute share it. */
function placeOf({ startedAt }: RunRecord): string {
  return String(Math.floor(startedAt / 60_000) % PLACES);
}

export async function readRun(
  connection: ElasticConnection,
  scope: RunScope,
): Promise<RunRecord | undefined> {
  try {
    const answer = await connection.ask({ method: "GET", path: pathOf(scope) });
    return recordOf(at(answer, "_source"));
  } catch (error) {
    if (error instanceof RequestError && error.kind === "missing") return undefined;
    throw error;
  }
}

function jsonOf(value: unknown): JsonValue {
  return JSON.parse(JSON.stringify(value));
}

/** Saved even when the run was interrupted. */
export async function saveRun(
  connection: ElasticConnection,
  scope: RunScope,
  run: RunRecord,
): Promise<void> {
  const body = bodyOf(run);
  const models = run.models === undefined ? {} : { models: jsonOf(run.models) };
  await put(connection, pathOf(scope), { ...body, ...models, kind: "last_run" });
  await put(connection, pathOf(scope, placeOf(run)), { ...body, kind: "run" });
}

async function put(connection: ElasticConnection, path: string, body: JsonObject): Promise<void> {
  await connection.ask({ method: "PUT", path, body, uninterrupted: true });
}

function bodyOf(run: RunRecord): JsonObject {
  return {
    command: run.command,
    instance: run.instance,
    shard: run.shard,
    started_at: run.startedAt,
    finished_at: run.finishedAt,
    exit_code: run.exitCode,
    sightings_until: run.sightingsUntil,
    summary: jsonOf(run.summary),
  };
}

/** Of every command, instance and shard; the last thousand, newest first. */
export async function readRuns(
  connection: ElasticConnection,
  index: string,
): Promise<readonly RunRecord[]> {
  await connection.ask({ method: "POST", path: `/${index}/_refresh` });
  const answer = await connection.ask({
    method: "POST",
    path: `/${index}/_search`,
    query: { allow_partial_search_results: false, filter_path: "hits.hits._source" },
    body: { size: 1000, query: { term: { kind: "run" } }, sort: [{ finished_at: "desc" }] },
  });
  return listAt(answer, "hits", "hits").map((hit) => recordOf(at(hit, "_source")));
}

function recordOf(source: JsonValue | undefined): RunRecord {
  const readAt = numberAt(source, "models", "readAt");
  return {
    command: textAt(source, "command") ?? "",
    instance: textAt(source, "instance") ?? "",
    shard: textAt(source, "shard") ?? "",
    startedAt: numberAt(source, "started_at") ?? 0,
    finishedAt: numberAt(source, "finished_at") ?? 0,
    exitCode: numberAt(source, "exit_code") ?? 0,
    summary: objectAt(source, "summary"),
    sightingsUntil: numberAt(source, "sightings_until") ?? 0,
    ...(readAt === undefined ? {} : { models: { readAt, rows: listAt(source, "models", "rows") } }),
  };
}
