/**
 * The outside world as one value, made once by `cli.ts` and handed down: nothing else reads the
 * clock, the environment, the network or the standard streams, so that tests can replace each.
 */
import { hostname } from "node:os";

/** Time in milliseconds since the epoch, and a way to wait that a signal can end. */
export interface Clock {
  now(): number;
  /** Resolves after `ms`, or at once when `signal` is aborted: the caller looks at the signal. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export type LogLevel = "debug" | "info" | "warn" | "error";

export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** Writes one line a message to stderr; fields carry ECS names (`event.action`, `error.code` …). */
export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

/** A text stream of the process: `write` resolves when the text was taken by the system. */
export interface TextStream {
  readonly isTerminal: boolean;
  write(text: string): Promise<void>;
  /**
   * For log lines and progress: order is kept, and the process must not end before it. Never fails:
   * a run whose log nobody reads, or finds no room, goes on.
   */
  writeSync(text: string): void;
}

/** The process as `cli.ts` finds it, before flags and settings are known. */
export interface World {
  readonly version: string;
  readonly clock: Clock;
  readonly fetch: typeof globalThis.fetch;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted by the first SIGINT or SIGTERM, or by a deadline; its reason says which. */
  readonly signal: AbortSignal;
  readonly stdin: ReadableStream<Uint8Array>;
  readonly stdout: TextStream;
  readonly stderr: TextStream;
  readonly host: { readonly name: string; readonly pid: number };
  /** The largest resident memory seen so far, in bytes. */
  readonly peakMemory: () => number;
}

/** What the work of a command is given. */
export interface Context extends World {
  readonly log: Log;
}

export function systemClock(): Clock {
  return {
    now: () => Date.now(),
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        const done = () => {
          clearTimeout(timer);
          signal?.removeEventListener("abort", done);
          resolve();
        };
        const timer = setTimeout(done, ms);
        signal?.addEventListener("abort", done, { once: true });
      }),
  };
}

function textStream(stream: typeof Deno.stdout): TextStream {
  const encoder = new TextEncoder();
  return {
    isTerminal: stream.isTerminal(),
    async write(text) {
      const bytes = encoder.encode(text);
      for (let at = 0; at < bytes.length;) at += await stream.write(bytes.subarray(at));
    },
    writeSync(text) {
      const bytes = encoder.encode(text);
      try {
        for (let at = 0; at < bytes.length;) at += stream.writeSync(bytes.subarray(at));
      } catch {
        // There is nowhere else to tell.
      }
    },
  };
}

/** The real world. */
export function systemWorld(version: string, signal: AbortSignal): World {
  let peak = 0;
  return {
    version,
    clock: systemClock(),
    fetch: globalThis.fetch,
    env: Deno.env.toObject(),
    signal,
    stdin: Deno.stdin.readable,
    stdout: textStream(Deno.stdout),
    stderr: textStream(Deno.stderr),
    host: { name: hostname(), pid: Deno.pid },
    peakMemory: () => peak = Math.max(peak, Deno.memoryUsage().rss),
  };
}
