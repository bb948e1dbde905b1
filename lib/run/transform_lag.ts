/** Time that a transform needs before its destination tells what was written. */
import type { Session } from "../cli/session.ts";
import { RequestError } from "../errors.ts";
import type { RunRecord } from "../sync/types.ts";

/** The transform's delay of two minutes, its frequency, and its own work. */
const LAG_MS = 180_000;

/**
 * A run that compares with a destination which lags would write everything again, and miss what
 * must go.
 *
 * @throws {RequestError} `unavailable` when the last run is too recent.
 */
export function refuseLaggingTransform(
  { config, context }: Session,
  lastRun: RunRecord | undefined,
): void {
  if (config.elasticsearch.latest !== "transform" || lastRun === undefined) return;
  const left = lastRun.finishedAt + LAG_MS - context.clock.now();
  if (left <= 0) return;
  throw new RequestError(
    `The transform may not have taken up what the last run wrote: run again in ${
      Math.ceil(left / 1000)
    } s, and leave three minutes between runs`,
    { kind: "unavailable" },
  );
}
