/** A run as a Prometheus text file, for the textfile collector of node_exporter. */
import type { Summary } from "../sync/summary.ts";

type Labels = Readonly<Record<string, string>>;

interface Sample {
  readonly labels: Labels;
  readonly value: number;
}

interface Metric {
  readonly help: string;
  samples(summary: Summary): readonly Sample[];
}

function one(value: number): readonly Sample[] {
  return [{ labels: {}, value }];
}

function byLabel(label: string, counts: Readonly<Record<string, number>>): readonly Sample[] {
  return Object.entries(counts).map(([name, value]) => ({ labels: { [label]: name }, value }));
}

/** Epoch seconds. */
function endOf({ started_at, duration_ms }: Summary): number {
  return (Date.parse(started_at) + duration_ms) / 1000;
}

/** All gauges: each tells of the last run, and a run begins its counts anew. */
const METRICS: Readonly<Record<string, Metric>> = {
  last_run_timestamp_seconds: {
    help: "When the last run ended.",
    samples: (summary) => one(endOf(summary)),
  },
  last_success_timestamp_seconds: {
    help: "When the last run ended that did all of its work (exit code 0).",
    samples: (summary) => summary.exit_code === 0 ? one(endOf(summary)) : [],
  },
  last_run_exit_code: {
    help: "Exit code of the last run; 0 is done, 3 done in part.",
    samples: (summary) => one(summary.exit_code),
  },
  last_run_duration_seconds: {
    help: "How long the last run took.",
    samples: (summary) => one(summary.duration_ms / 1000),
  },
  last_run_events: {
    help: "Events of the last run by state.",
    samples: (summary) => byLabel("state", summary.events),
  },
  last_run_attributes_read: {
    help: "Attributes that the last run read.",
    samples: (summary) => one(summary.attributes.read),
  },
  last_run_attributes_not_wanted: {
    help: "Attributes that the last run read and did not want, by reason.",
    samples: (summary) => byLabel("reason", summary.attributes.not_wanted),
  },
  last_run_documents: {
    help: "Documents of the last run by what became of them.",
    samples: (summary) => byLabel("result", { ...summary.documents }),
  },
  last_run_requests: {
    help: "Requests of the last run by server.",
    samples: (summary) => byLabel("server", { ...summary.requests }),
  },
  last_run_peak_memory_bytes: {
    help: "The most resident memory of the last run.",
    samples: (summary) => one(summary.peak_rss_bytes),
  },
};

const PREFIX = "ti_misp_";

/** Only the last success outlives a run that failed. */
const OUTLIVES = `${PREFIX}last_success_timestamp_seconds`;

function escapeLabel(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}

function written(labels: Labels): string {
  return Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`).join(",");
}

type Lines = Map<string, string[]>;

function linesOf(summary: Summary): Lines {
  const { command, instance } = summary;
  return new Map(
    Object.entries(METRICS).map(([name, metric]) => [
      PREFIX + name,
      metric.samples(summary).map(({ labels, value }) =>
        `${PREFIX}${name}{${written({ command, instance, ...labels })}} ${value}`
      ),
    ]),
  );
}

/** What other commands and instances wrote stays, and of this one its last success. */
function keep(lines: Lines, previous: string, own: string): void {
  for (const line of previous.split("\n")) {
    const name = /^(\w+)\{/.exec(line)?.[1];
    const group = name === undefined ? undefined : lines.get(name);
    if (name === undefined || group === undefined) continue;
    const isOwn = line.startsWith(`${name}{${own}`);
    if (!isOwn || (name === OUTLIVES && group.length === 0)) group.push(line);
  }
}

/**
 * The text of the file after a run. `previous` is what the file held: one file serves all commands
 * and instances of a machine.
 */
export function metricsText(summary: Summary, previous = ""): string {
  const { command, instance } = summary;
  const lines = linesOf(summary);
  keep(lines, previous, written({ command, instance }));
  return Object.entries(METRICS).flatMap(([name, { help }]) => {
    const samples = lines.get(PREFIX + name) ?? [];
    if (samples.length === 0) return [];
    return [`# HELP ${PREFIX}${name} ${help}`, `# TYPE ${PREFIX}${name} gauge`, ...samples];
  }).map((line) => `${line}\n`).join("");
}
