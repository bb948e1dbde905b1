/** A target whose writes go another way, and all else its own. */
import type { Target } from "./types.ts";

export function withWrite(
  target: Target,
  write: Target["write"],
  commit: Target["commit"] = () => target.commit(),
): Target {
  return {
    prepare: () => target.prepare(),
    indexed: (events) => target.indexed(events),
    events: () => target.events(),
    due: (now, keepMs) => target.due(now, keepMs),
    expiries: (from, until) => target.expiries(from, until),
    write,
    commit,
    get traffic() {
      return target.traffic;
    },
  };
}
