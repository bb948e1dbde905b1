/** Log lines on stderr: text for people, JSON with ECS field names for machines. */
import type { Clock, Log, LogFields, LogLevel, TextStream } from "../context.ts";
import { plainJson, plainText } from "./plain_text.ts";

export interface LogOptions {
  readonly format: "text" | "json";
  readonly level: LogLevel;
  /** Takes every secret out of a line; the last thing that happens to it. */
  readonly redact: (text: string) => string;
}

const LEVELS: readonly LogLevel[] = ["debug", "info", "warn", "error"];

function textLine(time: string, level: LogLevel, message: string, fields: LogFields): string {
  const extra = Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) =>
      ` ${name}=${typeof value === "string" ? JSON.stringify(value) : value}`
    );
  // A line break in a value would make one record look like two.
  return plainText(`${time} ${level.padEnd(5)} ${message}${extra.join("")}`);
}

function jsonLine(time: string, level: LogLevel, message: string, fields: LogFields): string {
  return plainJson(JSON.stringify({ "@timestamp": time, "log.level": level, message, ...fields }));
}

export function createLog(
  clock: Pick<Clock, "now">,
  stderr: Pick<TextStream, "writeSync">,
  { format, level, redact }: LogOptions,
): Log {
  const least = LEVELS.indexOf(level);
  const lineOf = format === "json" ? jsonLine : textLine;
  function writer(of: LogLevel) {
    return (message: string, fields: LogFields = {}) => {
      if (LEVELS.indexOf(of) < least) return;
      const time = new Date(clock.now()).toISOString();
      stderr.writeSync(redact(lineOf(time, of, message, fields)) + "\n");
    };
  }
  return {
    debug: writer("debug"),
    info: writer("info"),
    warn: writer("warn"),
    error: writer("error"),
  };
}
