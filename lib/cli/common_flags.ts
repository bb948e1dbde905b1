/** Flags that every command with a configuration has. */
import type { Flag } from "./arguments.ts";

export const COMMON_FLAGS = [
  { kind: "string", name: "config", value: "FILE", text: "YAML file with settings" },
  { kind: "boolean", name: "json", text: "Print the result as one JSON object" },
  { kind: "boolean", name: "quiet", short: "q", text: "Log warnings and errors only" },
  { kind: "boolean", name: "verbose", short: "v", text: "Log every request as well" },
  {
    kind: "string",
    name: "log-format",
    value: "text|json",
    text: "Shape of the log lines on stderr",
    config: "log.format",
  },
] as const satisfies readonly Flag[];

/** Flags of the commands that a scheduler runs. */
export const WATCH_FLAGS = [
  {
    kind: "string",
    name: "metrics-file",
    value: "FILE",
    text: "Write Prometheus metrics of the run there, for node_exporter",
    config: "run.metrics_file",
  },
  {
    kind: "string",
    name: "ping-url",
    value: "URL",
    text: "Tell a watchdog: URL/start, then URL for success or URL/fail",
    config: "run.ping_url",
  },
] as const satisfies readonly Flag[];

export interface CommonValues {
  readonly config: string | undefined;
  readonly json: boolean | undefined;
  readonly quiet: boolean | undefined;
  readonly verbose: boolean | undefined;
}
