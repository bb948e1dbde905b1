/** Which charts the status page shows. */
import { formatDuration } from "../../cli/progress.ts";
import type { Counts } from "../../elastic/status_counts.ts";
import { type Bar, barChart, type Colour, columnChart } from "./charts.ts";
import type { Html } from "./html.ts";
import type { StatusReport } from "./report.ts";
import { shortTime } from "./words.ts";

/** The colours that FIRST defines for TLP, as far as bars need them. */
const TLP_COLOURS: Readonly<Record<string, Colour>> = {
  "RED": "tlp-red",
  "AMBER": "tlp-amber",
  "AMBER+STRICT": "tlp-amber",
  "GREEN": "tlp-green",
  "CLEAR": "tlp-clear",
  "WHITE": "tlp-clear",
};

function barsOf({ values, others }: Counts): readonly Bar[] {
  return [
    ...values.map(({ name, count }) => ({ name, value: count })),
    ...others === 0 ? [] : [{ name: "all others", value: others }],
  ];
}

function documentsBy(id: string, head: string, counts: Counts): Html {
  return barChart({
    id,
    title: `By ${head}`,
    heads: [head.charAt(0).toUpperCase() + head.slice(1), "Indicators"],
    bars: barsOf(counts),
  });
}

function byTlp(counts: Counts): Html {
  const bars = barsOf(counts).map((bar) => ({ ...bar, colour: TLP_COLOURS[bar.name] ?? "accent" }));
  return barChart({ id: "tlp", title: "By TLP", heads: ["TLP", "Indicators"], bars });
}

function byAge({ documents }: StatusReport): Html {
  return barChart({
    id: "age",
    title: "By age",
    note: "Since the attribute was last changed in MISP",
    heads: ["Age", "Indicators"],
    bars: documents.by_age.map(({ name, count }) => ({ name, value: count })),
  });
}

function expiriesAhead({ expiries }: StatusReport): Html {
  return columnChart({
    id: "expiries",
    title: "Ending in the next 30 days",
    note: "By day, UTC",
    heads: ["Day", "Indicators"],
    bars: expiries.by_day.map(({ name, count }) => ({ name, value: count })),
  });
}

function runsOverTime({ runs }: StatusReport): Html {
  return columnChart({
    id: "durations",
    title: "Runs over time",
    note: "Oldest first; as high as they took long, red where they did not end well",
    heads: ["Run", "Took"],
    bars: runs.toReversed().map((run) => ({
      name: shortTime(run.finished_at).slice(0, 16),
      value: run.duration_ms,
      shown: `${run.command} of ${run.instance}, ${
        formatDuration(run.duration_ms)
      }, ${run.outcome}`,
      colour: run.exit_code === 0 ? "good" : "bad",
    })),
  });
}

export function pageCharts(report: StatusReport): readonly Html[] {
  const { documents } = report;
  return [
    documentsBy("types", "attribute type", documents.by_type),
    byTlp(documents.by_tlp),
    documentsBy("organisations", "organisation", documents.by_organisation),
    documentsBy("tactics", "ATT&CK tactic", documents.by_tactic),
    byAge(report),
    expiriesAhead(report),
    runsOverTime(report),
  ];
}
