import type { LogFields } from "../../../lib/context.ts";
import type { ElasticSettings } from "../../../lib/elastic/settings.ts";

export interface Logged {
  readonly level: string;
  readonly message: string;
  readonly fields: LogFields | undefined;
}

/** A context whose clock moves only by sleeping, at once; sleeps and log lines are kept. */
export function testContext(start = Date.UTC(2026, 0, 1)) {
  const sleeps: number[] = [];
  const lines: Logged[] = [];
  const controller = new AbortController();
  let now = start;
  const keep = (level: string) => (message: string, fields?: LogFields) => {
    lines.push({ level, message, fields });
  };
  return {
    sleeps,
    lines,
    controller,
    signal: controller.signal,
    host: { name: "test-host", pid: Deno.pid },
    clock: {
      now: () => now,
      sleep: (ms: number, signal?: AbortSignal) => {
        if (signal?.aborted) return Promise.resolve();
        sleeps.push(ms);
        now += ms;
        return Promise.resolve();
      },
    },
    log: { debug: keep("debug"), info: keep("info"), warn: keep("warn"), error: keep("error") },
  };
}

export function testSettings(url: string, more: Partial<ElasticSettings> = {}): ElasticSettings {
  return {
    urls: [url],
    auth: { kind: "none" },
    timeoutMs: 30_000,
    compression: false,
    insecureSkipTlsVerification: false,
    userAgent: "ti-misp/0.0.0",
    ...more,
  };
}
