import type { Clock } from "../../../lib/context.ts";

interface Sleeper {
  readonly until: number;
  readonly wake: () => void;
}

/** A clock that stands still until it is moved, and tells when somebody has begun to sleep. */
export interface ManualClock extends Clock {
  move(ms: number): void;
  asleep(): Promise<void>;
}

export function manualClock(start: number): ManualClock {
  let now = start;
  let sleepers: Sleeper[] = [];
  let someone = Promise.withResolvers<void>();
  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise<void>((resolve) => {
        if (signal?.aborted) return resolve();
        signal?.addEventListener("abort", () => resolve(), { once: true });
        sleepers.push({ until: now + ms, wake: resolve });
        someone.resolve();
      }),
    move(ms) {
      now += ms;
      someone = Promise.withResolvers<void>();
      const due = sleepers.filter(({ until }) => until <= now);
      sleepers = sleepers.filter(({ until }) => until > now);
      for (const { wake } of due) wake();
    },
    asleep: () => someone.promise,
  };
}
