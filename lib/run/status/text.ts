/** The status as tables for a terminal. */
import { formatCount } from "../../cli/report.ts";
import type { Style } from "../../cli/style.ts";
import { textTable } from "../../cli/text_table.ts";
import type { Counts } from "../../elastic/status_counts.ts";
import { ago, duration, lagInDetail, lagInShort, shortTime } from "./words.ts";
import type { StatusReport } from "./report.ts";

/** A terminal shows the frequent ones; `--json` and `--html` have more. */
const MOST_ROWS = 12;

export function statusText(report: StatusReport, style: Style): string {
  const { documents, expiries } = report;
  const next = Object.entries(expiries.next).map(([name, count]) =>
    `${formatCount(count)} within ${name}`
  );
  return [
    `${style("strong", "ti-misp status")} of namespace ${report.namespace} on ${report.server}, ` +
    `${shortTime(report.generated_at)}\n`,
    section("Last runs", runsText(report, style), style),
    section("Events in the ledger", ledgerText(report, style), style),
    section(`Documents: ${formatCount(documents.total)}`, "", style),
    section("By type", countsText("Type", documents.by_type, style), style),
    section("By TLP", countsText("TLP", documents.by_tlp, style), style),
    section(
      "Ending",
      `  ${formatCount(expiries.due)} due, ${next.join(", ")}, ` +
        `${formatCount(expiries.never)} never\n`,
      style,
    ),
    section("Lag", `  ${lagInShort(report.lag)}: ${lagInDetail(report.lag)}\n`, style),
  ].join("\n");
}

function section(title: string, body: string, style: Style): string {
  return `${style("strong", title)}\n${body}`;
}

function runsText({ runs, generated_at: now }: StatusReport, style: Style): string {
  if (runs.length === 0) return "  none is recorded\n";
  return textTable({
    head: [
      "Command",
      "Instance",
      "Shard",
      "Ended",
      "Outcome",
      "Took",
      "Written",
      "Deleted",
      "Rejected",
    ],
    right: ["Took", "Written", "Deleted", "Rejected"],
    rows: runs.map((run) => [
      run.command,
      run.instance,
      run.shard,
      `${shortTime(run.finished_at)} (${ago(run.finished_at, now)})`,
      run.exit_code === 0 ? run.outcome : `${run.outcome} (exit ${run.exit_code})`,
      duration(run.duration_ms),
      ...[run.written, run.deleted, run.rejected].map(formatCount),
    ]),
  }, style);
}

function ledgerText({ ledger }: StatusReport, style: Style): string {
  if (ledger.length === 0) return "  none\n";
  return textTable({
    head: ["Command", "Instance", "Events"],
    right: ["Events"],
    rows: ledger.map(({ command, instance, events }) => [command, instance, formatCount(events)]),
  }, style);
}

function countsText(head: string, { values, others }: Counts, style: Style): string {
  const rest = others + values.slice(MOST_ROWS).reduce((sum, { count }) => sum + count, 0);
  const shown = values.slice(0, MOST_ROWS);
  if (shown.length === 0) return "  none\n";
  return textTable({
    head: [head, "Documents"],
    right: ["Documents"],
    rows: [...shown, ...rest === 0 ? [] : [{ name: "all others", count: rest }]]
      .map(({ name, count }) => [name, formatCount(count)]),
  }, style);
}
