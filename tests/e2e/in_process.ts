/** The program in this process, with a clock of the test's own; streams are kept as text. */
import { main } from "../../cli.ts";
import { systemClock, type TextStream, type World } from "../../lib/context.ts";
import type { Outcome } from "./program.ts";

export interface InProcessOptions {
  readonly env: Readonly<Record<string, string>>;
  /** Epoch milliseconds at the start; time passes as usual from there. */
  readonly now?: number;
  readonly signal?: AbortSignal;
}

function keptStream(): TextStream & { readonly text: () => string } {
  let kept = "";
  return {
    isTerminal: false,
    write: (text) => {
      kept += text;
      return Promise.resolve();
    },
    writeSync: (text) => {
      kept += text;
    },
    text: () => kept,
  };
}

export async function runInProcess(
  args: readonly string[],
  { env, now, signal }: InProcessOptions,
): Promise<Outcome> {
  const clock = systemClock();
  const offset = now === undefined ? 0 : now - clock.now();
  const stdout = keptStream();
  const stderr = keptStream();
  const world: World = {
    version: "0.0.0-test",
    clock: { ...clock, now: () => clock.now() + offset },
    fetch: globalThis.fetch,
    env,
    signal: signal ?? new AbortController().signal,
    stdin: new ReadableStream({ start: (controller) => controller.close() }),
    stdout,
    stderr,
    host: { name: "test", pid: Deno.pid },
    peakMemory: () => 0,
  };
  const code = await main(world, args);
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}
