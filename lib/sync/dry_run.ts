/** Ends that only pretend to write, so that a dry run is the real run up to its last step. */
import type { Operation, State, Target } from "./types.ts";
import { withWrite } from "./with_write.ts";

interface Writable {
  readonly target: Target;
  readonly state: State;
}

export function withoutWriting<T extends Writable>(ends: T): T {
  return { ...ends, target: pretending(ends.target), state: unchanging(ends.state) };
}

/** What was deleted or renewed is not met again: the real run would not meet it either. */
function pretending(target: Target): Target {
  const written = new Set<string>();
  const isThere = ({ id }: { readonly id: string }) => !written.has(id);
  function write(operations: readonly Operation[]) {
    const skipped = operations.filter((each) => each.action === "delete" && !isThere(each));
    for (const { id } of operations) written.add(id);
    return Promise.resolve({
      acknowledged: operations.length - skipped.length,
      rejected: [],
      skipped,
    });
  }
  return {
    ...withWrite(target, write, () => Promise.resolve()),
    async *indexed(events) {
      for await (const page of target.indexed(events)) yield page.filter(isThere);
    },
    async *due(now, keepMs) {
      for await (const page of target.due(now, keepMs)) yield page.filter(isThere);
    },
    get traffic() {
      return target.traffic;
    },
  };
}

function unchanging(state: State): State {
  return {
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
  };
}
