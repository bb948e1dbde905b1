/** Bounded concurrency by pull: nothing is queued, and the first failure stops the taking. */

import { Interrupted } from "../errors.ts";

/**
 * Calls `work` for each item, at most `limit` at a time. After a failure no further item is taken;
 * what is under way is awaited, then the first error is thrown, an interruption only when there is no other.
 */
export async function forEachConcurrently<T>(
  items: Iterable<T>,
  limit: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const failures: unknown[] = [];
  const iterator = items[Symbol.iterator]();
  async function worker(): Promise<void> {
    for (let next = iterator.next(); !next.done; next = iterator.next()) {
      try {
        await work(next.value);
      } catch (error) {
        failures.push(error);
      }
      if (failures.length > 0) return;
    }
  }
  await Promise.all(Array.from({ length: Math.max(1, limit) }, worker));
  // An interruption says that what was begun has been put away, which a failure denies.
  if (failures.length > 0) {
    throw failures.find((each) => !(each instanceof Interrupted)) ?? failures[0];
  }
}
