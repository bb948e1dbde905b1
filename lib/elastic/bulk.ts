/**
 * Writing many documents so that each is accounted for: batches within limits, some in flight,
 * what is refused for now sent again, what is too large halved, what is refused for good reported.
 */
import { RequestError } from "../errors.ts";
import { PATIENT, type RetryPolicy } from "../retry.ts";
import { parseAnswer } from "./answer.ts";
import {
  BULK_FILTER,
  type BulkTally,
  NO_TALLY,
  outcomeOf,
  type Postponed,
  sumOfTallies,
} from "./bulk_answer.ts";
import {
  batchesOf,
  BodyBuffers,
  type BulkItem,
  bytesOf,
  encodeBatch,
  type Numbered,
} from "./bulk_batch.ts";
import type { ElasticContext } from "./client.ts";
import { finishing } from "./finishing.ts";
import type { ElasticConnection } from "./request.ts";
import { Semaphore } from "./semaphore.ts";

export interface BulkSettings {
  /** Largest body of a request before compression: that is what servers limit. */
  readonly maxBytes: number;
  readonly maxCount: number;
  /** Requests in flight, over all callers. */
  readonly concurrency: number;
  readonly retry?: RetryPolicy | undefined;
}

export const BULK_DEFAULTS: BulkSettings = {
  maxBytes: 5 * 1024 * 1024,
  maxCount: 5000,
  concurrency: 3,
};

export interface BulkWriter {
  /**
   * Writes to `/<index>/_bulk`. Operations of one call may reach the server in any order.
   *
   * @throws RequestError when the server cannot be had, or takes none of a batch.
   */
  write(index: string, items: readonly BulkItem[]): Promise<BulkTally>;
}

export function createBulkWriter(
  connection: ElasticConnection,
  context: ElasticContext,
  settings: BulkSettings = BULK_DEFAULTS,
): BulkWriter {
  const slots = new Semaphore(settings.concurrency);
  const bodies = new BodyBuffers();
  const world: World = { connection, context, settings, bodies, maxBytes: settings.maxBytes };
  return {
    async write(index, items) {
      let failed = false;
      const limits = { maxBytes: world.maxBytes, maxCount: settings.maxCount };
      const results = await Promise.allSettled(
        Array.from(batchesOf(items, limits), (batch) =>
          slots.run(async () => {
            if (failed) return NO_TALLY;
            try {
              return await deliver(world, index, batch);
            } catch (error) {
              failed = true;
              throw error;
            }
          })),
      );
      for (const result of results) if (result.status === "rejected") throw result.reason;
      const tallies = results.map((result) =>
        result.status === "fulfilled" ? result.value : NO_TALLY
      );
      return balanced(tallies.reduce(sumOfTallies, NO_TALLY), items.length);
    },
  };
}

interface World {
  readonly connection: ElasticConnection;
  readonly context: ElasticContext;
  readonly settings: BulkSettings;
  readonly bodies: BodyBuffers;
  /** Falls when the server, or a proxy before it, turns out to take less. */
  maxBytes: number;
}

function balanced(tally: BulkTally, sent: number): BulkTally {
  const { acknowledged, skipped, rejected } = tally;
  if (acknowledged + skipped.length + rejected.length === sent) return tally;
  throw new Error(
    `Of ${sent} operations ${acknowledged} were acknowledged, ${skipped.length} were skipped and ` +
      `${rejected.length} were rejected: the numbers do not add up, which is a defect of ti-misp`,
  );
}

async function deliver(
  world: World,
  index: string,
  batch: readonly Numbered[],
): Promise<BulkTally> {
  let waiting = batch;
  let postponed: readonly Postponed[] = [];
  let tally = NO_TALLY;
  const what = `POST /${index}/_bulk`;
  try {
    await finishing(world.context, what, world.settings.retry ?? PATIENT, async () => {
      const outcome = await post(world, index, waiting).catch(throwTooLarge);
      tally = sumOfTallies(tally, outcome.tally);
      postponed = outcome.postponed;
      waiting = postponed.map(({ operation }) => operation);
      if (postponed.length > 0) throw postponedError(what, postponed, batch.length);
    });
  } catch (error) {
    if (error instanceof TooLarge) {
      return sumOfTallies(tally, await halve(world, index, waiting, error.refusal));
    }
    // A server that took others of this batch refuses these; one that took none is not ready.
    if (error instanceof PostponedError && tally.acknowledged > 0) {
      return sumOfTallies(tally, {
        ...NO_TALLY,
        rejected: postponed.map(({ failure }) => failure),
      });
    }
    throw error;
  }
  return tally;
}

/** Asking the same again cannot help, so that this is nothing to be patient with. */
class TooLarge extends Error {
  constructor(readonly refusal: RequestError) {
    super(refusal.message);
  }
}

function throwTooLarge(error: unknown): never {
  throw error instanceof RequestError && error.kind === "too_large" ? new TooLarge(error) : error;
}

async function post(world: World, index: string, batch: readonly Numbered[]) {
  const body = encodeBatch(batch, world.bodies);
  const answer = await world.connection.request({
    method: "POST",
    path: `/${index}/_bulk`,
    query: { filter_path: BULK_FILTER },
    ndjson: body,
    // What has been sent is finished, or nobody would know what became of it.
    uninterrupted: true,
  });
  // Not after a failure: it may still be on its way.
  world.bodies.giveBack(body);
  const what = `POST /${index}/_bulk`;
  return outcomeOf(what, parseAnswer(what, answer), batch);
}

/** One document that is too large is rejected; more are sent in two parts. */
async function halve(
  world: World,
  index: string,
  batch: readonly Numbered[],
  refusal: RequestError,
): Promise<BulkTally> {
  const [only] = batch;
  const bytes = bytesOf(batch);
  if (batch.length === 1 && only !== undefined) {
    const reason = `A document of ${only.bytes} bytes is more than the server, or a proxy before ` +
      `it, takes (${refusal.message})`;
    const type = "request_entity_too_large";
    return { ...NO_TALLY, rejected: [{ position: only.position, status: 413, type, reason }] };
  }
  if (bytes / 2 < world.maxBytes) {
    world.maxBytes = Math.ceil(bytes / 2);
    world.context.log.warn(`A request of ${bytes} bytes was too large, sending less from now on`, {
      "event.action": "bulk",
      "http.request.body.bytes": bytes,
    });
  }
  const middle = batch.length >> 1;
  const first = await deliver(world, index, batch.slice(0, middle));
  return sumOfTallies(first, await deliver(world, index, batch.slice(middle)));
}

/** Some operations were refused for now. */
class PostponedError extends RequestError {}

function postponedError(
  what: string,
  postponed: readonly Postponed[],
  operations: number,
): PostponedError {
  const [first] = postponed;
  const { status = 429, type = "", reason = "" } = first?.failure ?? {};
  return new PostponedError(
    `${what} refused ${postponed.length} of ${operations} operations with ${status} ${type} ` +
      `("${reason}"): the cluster is overloaded, out of disk space, or misses a shard`,
    { kind: "unavailable", status },
  );
}
