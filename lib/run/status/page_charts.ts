/** Which charts the status page shows. */
import type { Count, Counts } from "../../elastic/status_counts.ts";
import { type Bar, barChart, type Colour, columnChart } from "./charts.ts";
import type { Markup } from "./markup.ts";
import type { StatusReport } from "./report.ts";
import { duration, shortTime } from "./words.ts";

/** The colours that FIRST defines for TLP, as far as bars need them. */
const TLP_COLOURS: Readonly<Record<string, Colour>> = {
  "RED": "tlp-red",
  "AMBER": "tlp-amber",
  "AMBER+STRICT": "tlp-amber",
  "GREEN": "tlp-green",
  "CLEAR": "tlp-clear",
  "WHITE": "tlp-clear",
};

function barsOf(counts: readonly Count[], others = 0): readonly Bar[] {
  const shown = others === 0 ? counts : [...counts, { name: "all others", count: others }];
  return shown.map(({ name, count }) => ({ name, value: count }));
}

function indicatorsBy(what: string, { values, others }: Counts, note?: string): Markup {
  return barChart({
    title: `By ${what}`,
    ...(note === undefined ? {} : { note }),
    heads: [what.charAt(0).toUpperCase() + what.slice(1), "Indicators"],
    bars: barsOf(values, others),
  });
}

function byTlp({ values, others }: Counts): Markup {
  const bars = barsOf(values, others)
    .map((bar) => ({ ...bar, colour: TLP_COLOURS[bar.name] ?? "accent" }));
  return barChart({ title: "By TLP", heads: ["TLP", "Indicators"], bars });
}

function runsOverTime({ past_runs: runs }: StatusReport): Markup {
  return columnChart({
    title: "Runs over time",
    note: "The oldest first, as high as they took long; red where they did not end well",
    heads: ["Run", "Took"],
    format: duration,
    bars: runs.toReversed().map((run): Bar => ({
      name: shortTime(run.finished_at).slice(0, 16),
      value: run.duration_ms,
      detail: `${run.command} of ${run.instance}, ${run.outcome}`,
      colour: run.exit_code === 0 ? "good" : "bad",
    })),
  });
}

export function pageCharts(report: StatusReport): readonly Markup[] {
  const { documents, expiries } = report;
  return [
    indicatorsBy("attribute type", documents.by_type),
    byTlp(documents.by_tlp),
    indicatorsBy("organisation", documents.by_organisation),
    indicatorsBy(
      "ATT&CK tactic",
      documents.by_tactic,
      "Of indicators with a technique; some have several",
    ),
    barChart({
      title: "By age",
      note: "Since the attribute was last changed in MISP",
      heads: ["Age", "Indicators"],
      bars: barsOf(documents.by_age),
    }),
    columnChart({
      title: "Ending in the next 30 days",
      note: "By day, UTC",
      heads: ["Day", "Indicators"],
      bars: barsOf(expiries.by_day),
    }),
    runsOverTime(report),
  ];
}
