/** Ends that only pretend to write, so that a dry run is the real run up to its last step. */
import type { Ends } from "./reconcile.ts";

export function withoutWriting({ source, target, state }: Ends): Ends {
  return {
    source,
    target: {
      prepare: () => target.prepare(),
      indexed: (events) => target.indexed(events),
      events: () => target.events(),
      write: (operations) => Promise.resolve({ acknowledged: operations.length, rejected: [] }),
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
