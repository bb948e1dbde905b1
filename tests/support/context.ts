/** A context for tests in process: real sockets, no waiting, log lines kept. */
import type { Context, LogFields, LogLevel } from "../../lib/context.ts";

export interface LogLine {
  readonly level: LogLevel;
  readonly message: string;
  readonly fields: LogFields;
}

export interface TestContext extends Context {
  readonly lines: LogLine[];
  /** Milliseconds slept so far: pauses pass at once. */
  readonly slept: () => number;
}

const silentStream = {
  isTerminal: false,
  write: () => Promise.resolve(),
  writeSync: () => {},
};

export interface TestContextOptions {
  /** Epoch milliseconds; the clock stands there but for what is slept. */
  readonly now?: number;
  readonly signal?: AbortSignal;
}

export function testContext(options: TestContextOptions = {}): TestContext {
  const lines: LogLine[] = [];
  const start = options.now ?? 1_795_600_000_000;
  let slept = 0;
  const keep = (level: LogLevel) => (message: string, fields: LogFields = {}) => {
    lines.push({ level, message, fields });
  };
  return {
    version: "0.0.0-test",
    lines,
    slept: () => slept,
    clock: {
      now: () => start + slept,
      sleep: (ms) => {
        slept += ms;
        return Promise.resolve();
      },
    },
    fetch: globalThis.fetch,
    env: {},
    log: {
      debug: keep("debug"),
      info: keep("info"),
      warn: keep("warn"),
      error: keep("error"),
    },
    signal: options.signal ?? new AbortController().signal,
    stdin: new ReadableStream({ start: (controller) => controller.close() }),
    stdout: silentStream,
    stderr: silentStream,
    host: { name: "test", pid: 1 },
    peakMemory: () => 0,
  };
}
