/** Tells a watchdog such as healthchecks.io that a run has begun and how it ended. */
import type { Context } from "../context.ts";
import { messageOf } from "../errors.ts";

export type PingEvent = "start" | "success" | "fail";

const PATHS = { start: "/start", success: "", fail: "/fail" } as const satisfies Readonly<
  Record<PingEvent, string>
>;

/** A watchdog that is away must not keep a run. */
const TIMEOUT_MS = 10_000;

/** What a watchdog shows beside its light. */
const LONGEST_BODY = 10_000;

export type PingContext = Pick<Context, "fetch" | "log">;

/**
 * Never fails: a run is not worse for a watchdog that does not listen. It is sent although the run
 * was interrupted, for that is news. The address lets anybody ping, so that it is not logged whole.
 */
export async function ping(
  context: PingContext,
  url: string | undefined,
  event: PingEvent,
  body?: string,
): Promise<void> {
  if (url === undefined) return;
  try {
    const response = await context.fetch(`${url}${PATHS[event]}`, {
      method: body === undefined ? "GET" : "POST",
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(body === undefined ? {} : { body: body.slice(0, LONGEST_BODY) }),
    });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`It was answered with ${response.status}`);
  } catch (error) {
    context.log.warn(`Cannot ping run.ping_url on ${new URL(url).host} (${event})`, {
      "event.action": "ping",
      "error.message": messageOf(error).replaceAll(url, new URL(url).origin),
    });
  }
}
