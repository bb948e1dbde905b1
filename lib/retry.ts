/** Asking again, politely: exponential backoff with jitter, and the server's own wish first. */
import type { Context } from "./context.ts";
import { Interrupted, messageOf, RequestError } from "./errors.ts";

export interface RetryPolicy {
  /** Attempts in all, the first included. */
  readonly attempts: number;
  /** Pause before the second attempt; doubled for each further one. */
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
  /** Fewer attempts for what may be too much for the server, when less can be asked for instead. */
  readonly heavyAttempts?: number | undefined;
  /** Epoch milliseconds after which no pause may end: the run's own deadline. */
  readonly deadline?: number | undefined;
}

/** About a minute in all: a restart of a proxy or a node is survived, an outage is told. */
export const PATIENT: RetryPolicy = { attempts: 8, firstPauseMs: 500, longestPauseMs: 30_000 };

export type RetryContext = Pick<Context, "clock" | "log" | "signal"> & {
  readonly random?: () => number;
};

/** How often the very same request is worth an attempt after this error. */
function attemptsAfter(error: unknown, policy: RetryPolicy): number {
  if (!(error instanceof RequestError)) return 1;
  if (error.kind === "unavailable") return policy.attempts;
  return isHeavy(error) ? policy.heavyAttempts ?? policy.attempts : 1;
}

/** Whether asking for less may succeed where this failed. */
export function isHeavy(error: unknown): error is RequestError {
  return error instanceof RequestError &&
    (error.kind === "too_large" || error.kind === "malformed");
}

/** Full jitter on the upper half: never less than half the pause, so that load does fall. */
function backoffMs(policy: RetryPolicy, failures: number, random: () => number): number {
  const pause = Math.min(policy.firstPauseMs * 2 ** (failures - 1), policy.longestPauseMs);
  return Math.round(pause * (0.5 + 0.5 * random()));
}

/** A server that asks for less than the backoff is overloaded all the same. */
function pauseAfter(error: unknown, policy: RetryPolicy, failures: number, random: () => number) {
  const asked = error instanceof RequestError ? error.retryAfterMs : undefined;
  return Math.max(asked ?? 0, backoffMs(policy, failures, random));
}

/** MISP counts in windows of 15 minutes: who asks to be left alone for longer is asked another day. */
const LONGEST_WISH_MS = 20 * 60_000;

/** Throws the signal's reason when it is aborted, always as an `Error`. */
export function throwIfAborted(signal: AbortSignal): void {
  if (!signal.aborted) return;
  throw signal.reason instanceof Error ? signal.reason : new Interrupted("Interrupted", 130);
}

/**
 * Runs `attempt` until it succeeds, fails for good, or the policy ends.
 *
 * @throws the last error of `attempt`; a pause longer than twenty minutes, or than the deadline
 * allows, ends it at once.
 */
export async function retrying<T>(
  context: RetryContext,
  what: string,
  policy: RetryPolicy,
  attempt: () => Promise<T>,
): Promise<T> {
  for (let failures = 1;; failures++) {
    throwIfAborted(context.signal);
    try {
      return await attempt();
    } catch (error) {
      throwIfAborted(context.signal);
      if (failures >= attemptsAfter(error, policy)) throw error;
      const pause = pauseAfter(error, policy, failures, context.random ?? Math.random);
      const end = context.clock.now() + pause;
      if (pause > LONGEST_WISH_MS || end > (policy.deadline ?? Infinity)) throw error;
      context.log.warn(`${what} failed, next attempt in ${(pause / 1000).toFixed(1)} s`, {
        "event.action": "retry",
        "event.attempt": failures,
        "error.message": messageOf(error),
      });
      await context.clock.sleep(pause, context.signal);
    }
  }
}

/** `Retry-After` as seconds or as an HTTP date, in milliseconds from `now`. */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  const seconds = Number(header);
  if (header.trim() !== "" && Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
