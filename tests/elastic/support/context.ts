import type { ElasticSettings } from "../../../lib/elastic/settings.ts";
import { testContext as sharedContext } from "../../support/context.ts";

/** The shared context with each pause kept, and a controller that interrupts the run. */
export function testContext(now?: number) {
  const controller = new AbortController();
  const context = sharedContext({
    signal: controller.signal,
    ...(now === undefined ? {} : { now }),
  });
  const sleeps: number[] = [];
  return {
    ...context,
    controller,
    sleeps,
    clock: {
      now: context.clock.now,
      sleep: (ms: number, signal?: AbortSignal) => {
        if (!signal?.aborted) sleeps.push(ms);
        return context.clock.sleep(ms, signal);
      },
    },
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
