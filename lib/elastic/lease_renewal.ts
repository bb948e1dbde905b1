/** Keeps a lease while its run is at work, and tells the run when it is lost. */
import type { Context } from "../context.ts";
import { LeaseHeldError, messageOf, RequestError } from "../errors.ts";
import {
  deleteLease,
  type Lease,
  type LeaseVersion,
  readLease,
  writeLease,
} from "./lease_document.ts";
import type { Lifeline } from "./lifeline.ts";
import type { ElasticConnection } from "./request.ts";

export interface Tenancy {
  readonly connection: ElasticConnection;
  readonly context: Pick<Context, "clock" | "log">;
  readonly lease: Lease;
  readonly version: LeaseVersion;
  readonly lifeline: Lifeline | undefined;
  readonly durationMs: number;
  readonly renewalMs: number;
  readonly controller: AbortController;
}

/** Renews until it is disposed of, which gives the lease back, or until the lease is lost. */
export function renewUntil(tenancy: Tenancy): AsyncDisposable {
  const stop = new AbortController();
  const renewals = renewing(tenancy, stop.signal);
  return {
    async [Symbol.asyncDispose]() {
      stop.abort();
      const version = await renewals;
      if (version !== undefined) await giveBack(tenancy, version);
    },
  };
}

/** The version last written; undefined when the lease was lost. */
async function renewing(tenancy: Tenancy, stop: AbortSignal): Promise<LeaseVersion | undefined> {
  const { context, renewalMs } = tenancy;
  let { lease, version } = tenancy;
  while (true) {
    await context.clock.sleep(renewalMs, stop);
    if (stop.aborted) return version;
    const renewed = { ...lease, expiresAt: context.clock.now() + tenancy.durationMs };
    try {
      const next = await renew(tenancy, renewed, version);
      if (next === undefined) return lose(tenancy, "another run took it over");
      lease = renewed;
      version = next;
    } catch (error) {
      context.log.warn(`The lease could not be renewed: ${messageOf(error)}`, {
        "event.action": "lease-renewal",
      });
      if (context.clock.now() > lease.expiresAt) {
        return lose(tenancy, "it could not be renewed in time");
      }
    }
  }
}

async function renew(
  { connection }: Tenancy,
  lease: Lease,
  version: LeaseVersion,
): Promise<LeaseVersion | undefined> {
  const written = await writeLease(connection, lease, version);
  if (written !== undefined) return written;
  const found = await readLease(connection, lease.scope);
  // Ours, at another version: the answer to an earlier renewal was lost on the way.
  return found?.lease.holder.runId === lease.holder.runId ? found.version : undefined;
}

function lose({ controller, lease }: Tenancy, why: string): undefined {
  const { command, instance, shard } = lease.scope;
  controller.abort(
    new LeaseHeldError(
      `This run of ${command} for instance "${instance}" (shard ${shard}) lost its lease: ${why}. ` +
        "What it wrote so far stands; the next run goes on from there",
    ),
  );
}

/** A lease that cannot be given back expires; on this host its lifeline tells at once. */
async function giveBack(
  { connection, context, lease, lifeline }: Tenancy,
  version: LeaseVersion,
): Promise<void> {
  try {
    await deleteLease(connection, lease.scope, version);
  } catch (error) {
    lifeline?.leave();
    if (!(error instanceof RequestError)) throw error;
    context.log.warn(`The lease could not be given back: ${error.message}`, {
      "event.action": "lease-release",
    });
  }
}
