/** How far a long run is: a line that redraws itself on a terminal, a log line a minute elsewhere. */
import type { Clock, Log, TextStream } from "../context.ts";

export interface Step {
  readonly eventsDone: number;
  readonly events: number;
  readonly attributesDone: number;
  readonly attributes: number;
}

export interface Progress {
  update(step: Step): void;
  /** Clears the line, so that what is printed next stands alone. */
  end(): void;
}

const REDRAW_MS = 200;
const LOG_MS = 60_000;
const HOUR_MS = 3_600_000;
const BAR_WIDTH = 24;

export interface ProgressOptions {
  readonly clock: Pick<Clock, "now">;
  readonly stderr: TextStream;
  readonly log: Log;
  readonly quiet: boolean;
}

/** `1:02:03`, or `0:07`. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const shown = parts[0] === 0 ? parts.slice(1) : parts;
  return shown.map((part, at) => at === 0 ? String(part) : String(part).padStart(2, "0")).join(":");
}

/** What is left at the rate so far, told by attributes because events differ so much in size. */
export function describeStep(step: Step, elapsedMs: number): string {
  const { attributesDone, attributes, eventsDone, events } = step;
  const rate = elapsedMs > 0 ? attributesDone / elapsedMs : 0;
  const left = rate > 0 ? (attributes - attributesDone) / rate : undefined;
  return `${eventsDone} of ${events} events, ${attributesDone} of about ${attributes} attributes, ` +
    `${Math.round(rate * 1000)}/s` +
    (left === undefined ? "" : `, ${formatDuration(left)} left`);
}

function bar({ attributesDone, attributes, eventsDone, events }: Step): string {
  const share = attributes > 0 ? attributesDone / attributes : events > 0 ? eventsDone / events : 1;
  const filled = Math.min(BAR_WIDTH, Math.round(share * BAR_WIDTH));
  return "#".repeat(filled).padEnd(BAR_WIDTH, "-");
}

export function createProgress({ clock, stderr, log, quiet }: ProgressOptions): Progress {
  if (quiet) return { update: () => {}, end: () => {} };
  const start = clock.now();
  let shownAt = start;
  const hour = { startedAt: start, eventsDone: 0, attributesDone: 0 };
  let drawn = false;
  const interval = stderr.isTerminal ? REDRAW_MS : LOG_MS;
  return {
    update(step) {
      const now = clock.now();
      if (now - hour.startedAt >= HOUR_MS) {
        const events = step.eventsDone - hour.eventsDone;
        const attributes = step.attributesDone - hour.attributesDone;
        log.info(`The last hour: ${events} events with ${attributes} attributes`, {
          "event.action": "hour",
        });
        Object.assign(hour, step, { startedAt: now });
      }
      if (now - shownAt < interval) return;
      shownAt = now;
      const text = describeStep(step, now - start);
      if (!stderr.isTerminal) return log.info(text, { "event.action": "progress" });
      drawn = true;
      stderr.writeSync(`\r\x1b[K[${bar(step)}] ${text}`);
    },
    end() {
      if (drawn) stderr.writeSync("\r\x1b[K");
      drawn = false;
    },
  };
}
