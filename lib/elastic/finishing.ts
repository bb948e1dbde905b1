import { type RetryContext, retrying, type RetryPolicy } from "../retry.ts";

/**
 * `retrying` for what has to be put away whatever happens, such as writes already begun: when the
 * run is interrupted there are no more pauses, but one more attempt.
 */
export async function finishing<T>(
  context: RetryContext,
  what: string,
  policy: RetryPolicy,
  attempt: () => Promise<T>,
): Promise<T> {
  if (!context.signal.aborted) {
    try {
      return await retrying(context, what, policy, attempt);
    } catch (error) {
      if (!context.signal.aborted) throw error;
    }
  }
  return await attempt();
}
