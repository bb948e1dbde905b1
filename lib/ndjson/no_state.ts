import type { State } from "../sync/types.ts";

/** For outputs that are written once and never read again: nothing is remembered. */
export function noState(): State {
  return {
    ledger: {
      async *read() {},
      save: () => Promise.resolve(),
      remove: () => Promise.resolve(),
    },
    lastRun: () => Promise.resolve(undefined),
    saveRun: () => Promise.resolve(),
    traffic: { requests: 0, bytesRead: 0, bytesWritten: 0 },
  };
}
