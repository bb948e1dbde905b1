/** A target that also keeps a sample of what is written, and puts away what is refused. */
import { appendDeadLetters, type DeadLetterSettings } from "../elastic/dead_letters.ts";
import type { Operation, Target } from "../sync/types.ts";

export interface WatchOptions {
  readonly deadLetters: DeadLetterSettings;
  readonly sample: string[];
  readonly sampleSize: number;
}

export function watchWrites(target: Target, options: WatchOptions): Target {
  const { deadLetters, sample, sampleSize } = options;
  return {
    prepare: () => target.prepare(),
    indexed: (events) => target.indexed(events),
    events: () => target.events(),
    due: (now, keepMs) => target.due(now, keepMs),
    expiries: (from, until) => target.expiries(from, until),
    commit: () => target.commit(),
    get traffic() {
      return target.traffic;
    },
    async write(operations) {
      const result = await target.write(operations);
      takeSample(sample, sampleSize, operations);
      await appendDeadLetters(deadLetters, result.rejected);
      return result;
    },
  };
}

/** Indicators rather than notes: a sample is to show what rules will match. */
function takeSample(sample: string[], size: number, operations: readonly Operation[]): void {
  for (const operation of operations) {
    if (sample.length >= size) return;
    if (operation.action !== "index") continue;
    const { threat } = JSON.parse(operation.line);
    if (threat?.indicator?.type !== undefined) sample.push(operation.line);
  }
}
