/** A lease as a document; its version tells whether it is still the one that was read. */
import { RequestError } from "../errors.ts";
import { at, type JsonObject, type JsonValue, numberAt, textAt } from "./json.ts";
import type { ElasticConnection, ElasticRequest } from "./request.ts";
import type { RunScope } from "./run_records.ts";

export interface LeaseHolder {
  readonly host: string;
  readonly pid: number;
  readonly runId: string;
  readonly lifeline: string | undefined;
}

export interface Lease {
  readonly scope: RunScope;
  readonly holder: LeaseHolder;
  /** Epoch milliseconds. */
  readonly since: number;
  readonly expiresAt: number;
}

export interface LeaseVersion {
  readonly seqNo: number;
  readonly primaryTerm: number;
}

export interface StoredLease {
  readonly lease: Lease;
  readonly version: LeaseVersion;
}

function pathOf({ index, command, instance, shard }: RunScope, endpoint: string): string {
  return `/${index}/${endpoint}/${encodeURIComponent(`lease:${command}:${instance}:${shard}`)}`;
}

function condition(version: LeaseVersion): Readonly<Record<string, number>> {
  return { if_seq_no: version.seqNo, if_primary_term: version.primaryTerm };
}

/** Undefined when somebody else was faster: created it, or changed it since `version`. */
export async function writeLease(
  connection: ElasticConnection,
  lease: Lease,
  version: LeaseVersion | "new",
): Promise<LeaseVersion | undefined> {
  const request: ElasticRequest = version === "new"
    ? { method: "PUT", path: pathOf(lease.scope, "_create"), body: bodyOf(lease) }
    : {
      method: "PUT",
      path: pathOf(lease.scope, "_doc"),
      query: condition(version),
      body: bodyOf(lease),
    };
  try {
    return versionOf(await connection.ask({ ...request, uninterrupted: true }));
  } catch (error) {
    if (error instanceof RequestError && error.status === 409) return undefined;
    throw error;
  }
}

export async function readLease(
  connection: ElasticConnection,
  scope: RunScope,
): Promise<StoredLease | undefined> {
  try {
    const answer = await connection.ask({
      method: "GET",
      path: pathOf(scope, "_doc"),
      uninterrupted: true,
    });
    return { lease: leaseOf(scope, at(answer, "_source")), version: versionOf(answer) };
  } catch (error) {
    if (error instanceof RequestError && error.kind === "missing") return undefined;
    throw error;
  }
}

/** Nothing is done when it is another's by now. */
export async function deleteLease(
  connection: ElasticConnection,
  scope: RunScope,
  version: LeaseVersion,
): Promise<void> {
  try {
    await connection.ask({
      method: "DELETE",
      path: pathOf(scope, "_doc"),
      query: condition(version),
      uninterrupted: true,
    });
  } catch (error) {
    const gone = error instanceof RequestError && (error.status === 404 || error.status === 409);
    if (!gone) throw error;
  }
}

function versionOf(answer: JsonObject): LeaseVersion {
  return {
    seqNo: numberAt(answer, "_seq_no") ?? 0,
    primaryTerm: numberAt(answer, "_primary_term") ?? 0,
  };
}

function bodyOf({ scope, holder, since, expiresAt }: Lease): JsonObject {
  const { command, instance, shard } = scope;
  return {
    kind: "lease",
    command,
    instance,
    shard,
    holder: {
      host: holder.host,
      pid: holder.pid,
      run_id: holder.runId,
      ...(holder.lifeline === undefined ? {} : { lifeline: holder.lifeline }),
    },
    since,
    expires_at: expiresAt,
  };
}

function leaseOf(scope: RunScope, source: JsonValue | undefined): Lease {
  return {
    scope,
    holder: {
      host: textAt(source, "holder", "host") ?? "an unknown host",
      pid: numberAt(source, "holder", "pid") ?? 0,
      runId: textAt(source, "holder", "run_id") ?? "",
      lifeline: textAt(source, "holder", "lifeline"),
    },
    since: numberAt(source, "since") ?? 0,
    expiresAt: numberAt(source, "expires_at") ?? 0,
  };
}
