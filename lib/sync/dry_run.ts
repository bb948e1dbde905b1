/** Ends that only pretend to write, so that a dry run is the real run up to its last step. */
import type { State, Target } from "./types.ts";
import { withWrite } from "./with_write.ts";

interface Writable {
  readonly target: Target;
  readonly state: State;
}

export function withoutWriting<T extends Writable>(ends: T): T {
  const { target, state } = ends;
  return {
    ...ends,
    target: withWrite(
      target,
      ({ length }) => Promise.resolve({ acknowledged: length, rejected: [], skipped: [] }),
      () => Promise.resolve(),
    ),
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
