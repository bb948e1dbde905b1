/** Targets that look at what is written: to put away what is refused, or to show a sample. */
import { appendDeadLetters, type DeadLetterSettings } from "../elastic/dead_letters.ts";
import type { Operation, Target } from "../sync/types.ts";
import { withWrite } from "../sync/with_write.ts";

/** Keeps what the target refuses, before anybody is told that it was refused. */
export function keepingRejections(target: Target, deadLetters: DeadLetterSettings): Target {
  return withWrite(target, async (operations) => {
    const result = await target.write(operations);
    await appendDeadLetters(deadLetters, result.rejected);
    return result;
  });
}

/** Puts the first documents into `sample`, up to `size`. */
export function sampling(target: Target, sample: string[], size: number): Target {
  return withWrite(target, (operations) => {
    takeSample(sample, size, operations);
    return target.write(operations);
  });
}

/** Indicators rather than notes: a sample is to show what rules will match. */
function takeSample(sample: string[], size: number, operations: readonly Operation[]): void {
  for (const operation of operations) {
    if (sample.length >= size) return;
    if (!("line" in operation)) continue;
    const { threat } = JSON.parse(operation.line);
    if (threat?.indicator?.type !== undefined) sample.push(operation.line);
  }
}
