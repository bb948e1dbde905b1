/** Ends that only pretend to write, so that a dry run is the real run up to its last step. */
import type { State, Target } from "./types.ts";

interface Writable {
  readonly target: Target;
  readonly state: State;
}

export function withoutWriting<T extends Writable>(ends: T): T {
  const { target, state } = ends;
  return {
    ...ends,
    target: {
      prepare: () => target.prepare(),
      indexed: (events) => target.indexed(events),
      events: () => target.events(),
      due: (now, keepMs) => target.due(now, keepMs),
      expiries: (from, until) => target.expiries(from, until),
      write: ({ length }) => Promise.resolve({ acknowledged: length, rejected: [], skipped: [] }),
      commit: () => Promise.resolve(),
      get traffic() {
        return target.traffic;
      },
    },
    state: {
      ledger: {
        read: () => state.ledger.read(),
        save: () => Promise.resolve(),
        remove: () => Promise.resolve(),
      },
      lastRun: () => state.lastRun(),
      saveRun: () => Promise.resolve(),
      get traffic() {
        return state.traffic;
      },
    },
  };
}
