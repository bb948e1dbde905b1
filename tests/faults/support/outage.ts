import type { Gate } from "./gate.ts";
import type { Trial } from "./trial.ts";

/** Refuses connections until the program has said that it tries again. */
export function outage(trial: Trial, gate: Gate): void {
  gate.shut();
  const open = () => gate.open();
  trial.running?.logged(/next attempt in/).then(open, open);
}
