/** A target that also keeps a sample of what is written, and puts away what is refused. */
import type { Clock } from "../context.ts";
import { appendDeadLetters, type DeadLetterFile } from "../elastic/dead_letters.ts";
import type { Target } from "../sync/types.ts";

export interface WatchOptions {
  readonly deadLetters: DeadLetterFile;
  readonly clock: Pick<Clock, "now">;
  readonly sample: string[];
  readonly sampleSize: number;
}

export function watchWrites(target: Target, options: WatchOptions): Target {
  const { deadLetters, clock, sample, sampleSize } = options;
  return {
    prepare: () => target.prepare(),
    indexed: (events) => target.indexed(events),
    events: () => target.events(),
    commit: () => target.commit(),
    get traffic() {
      return target.traffic;
    },
    async write(operations) {
      const result = await target.write(operations);
      for (const operation of operations) {
        if (sample.length >= sampleSize) break;
        if (operation.action === "index") sample.push(operation.line);
      }
      if (result.rejected.length > 0) {
        await appendDeadLetters(deadLetters, result.rejected, clock.now());
      }
      return result;
    },
  };
}
