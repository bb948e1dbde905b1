/**
 * One run at a time for each command, instance and shard: a document that its holder renews, and
 * that others take over once it has expired or its holder is known to be dead.
 */
import type { Context } from "../context.ts";
import { LeaseHeldError, RequestError } from "../errors.ts";
import {
  type Lease,
  type LeaseHolder,
  type LeaseVersion,
  readLease,
  type StoredLease,
  writeLease,
} from "./lease_document.ts";
import { renewUntil } from "./lease_renewal.ts";
import { holdLifeline, type Lifeline, lifelineState } from "./lifeline.ts";
import type { ElasticConnection } from "./request.ts";
import type { RunScope } from "./run_records.ts";

export interface LeaseRequest {
  readonly scope: RunScope;
  readonly runId: string;
  /** Aborted with a `LeaseHeldError` when the lease is lost while the run is at work. */
  readonly controller: AbortController;
  readonly durationMs?: number | undefined;
  readonly renewalMs?: number | undefined;
}

export type LeaseContext = Pick<Context, "clock" | "log" | "host">;

const DURATION_MS = 120_000;
/** Three renewals may fail before the lease expires. */
const RENEWAL_MS = 30_000;
/** Others may come and go while one tries. */
const ATTEMPTS = 5;
/** How often a holder on this host is looked at before it counts as alive. */
const LOOKS = 5;
const LOOK_PAUSE_MS = 250;

/**
 * Takes the lease; disposing of it gives it back.
 *
 * @throws LeaseHeldError when another run holds it.
 */
export async function acquireLease(
  connection: ElasticConnection,
  context: LeaseContext,
  request: LeaseRequest,
): Promise<AsyncDisposable> {
  const { scope, runId, controller, durationMs = DURATION_MS, renewalMs = RENEWAL_MS } = request;
  await using held = new AsyncDisposableStack();
  const lifeline = held.use(await holdLifeline(runId));
  const since = context.clock.now();
  const holder = {
    host: context.host.name,
    pid: context.host.pid,
    runId,
    lifeline: lifeline?.path,
  };
  const lease = { scope, holder, since, expiresAt: since + durationMs };
  const version = await takeOrLeave(connection, context, lease, lifeline);
  const tenancy = { connection, context, lease, version, lifeline };
  held.use(renewUntil({ ...tenancy, durationMs, renewalMs, controller }));
  return held.move();
}

/** The lease may be ours although the answer was lost: then the lifeline tells that we are gone. */
async function takeOrLeave(
  connection: ElasticConnection,
  context: LeaseContext,
  lease: Lease,
  lifeline: Lifeline | undefined,
): Promise<LeaseVersion> {
  try {
    return await take(connection, context, lease);
  } catch (error) {
    if (error instanceof RequestError) lifeline?.leave();
    throw error;
  }
}

async function take(
  connection: ElasticConnection,
  context: LeaseContext,
  lease: Lease,
): Promise<LeaseVersion> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const created = await writeLease(connection, lease, "new");
    if (created !== undefined) return created;
    const found = await readLease(connection, lease.scope);
    if (found === undefined) continue;
    // The answer to an earlier attempt of ours was lost on the way.
    if (found.lease.holder.runId === lease.holder.runId) return found.version;
    await requireFree(context, found);
    const taken = await writeLease(connection, lease, found.version);
    if (taken === undefined) continue;
    context.log.warn(`Took over the lease of ${holderOf(found.lease)}, which never gave it back`, {
      "event.action": "lease-takeover",
    });
    return taken;
  }
  throw new LeaseHeldError(
    `Several runs of ${lease.scope.command} for instance "${lease.scope.instance}" compete for ` +
      "the lease: start one at a time",
  );
}

async function requireFree(context: LeaseContext, { lease }: StoredLease): Promise<void> {
  const { scope, holder, since, expiresAt } = lease;
  if (expiresAt <= context.clock.now()) return;
  if (holder.host === context.host.name && await isKnownDead(context, holder)) return;
  throw new LeaseHeldError(
    `Another run of ${scope.command} for instance "${scope.instance}" (shard ${scope.shard}) is ` +
      `at work: ${holderOf(lease)}, since ${
        isoTime(since)
      }. Wait until it ends; if it is dead, its ` +
      `lease expires at ${isoTime(expiresAt)}`,
  );
}

/** The lock of a process that was killed this very moment may be held for another moment. */
async function isKnownDead({ clock }: LeaseContext, { lifeline, runId }: LeaseHolder) {
  if (lifeline === undefined) return false;
  for (let look = 1;; look++) {
    const state = await lifelineState(lifeline, runId);
    if (state !== "held" || look === LOOKS) return state === "cut";
    await clock.sleep(LOOK_PAUSE_MS);
  }
}

function holderOf({ holder }: Lease): string {
  return `process ${holder.pid} on host "${holder.host}" (run ${holder.runId})`;
}

function isoTime(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
