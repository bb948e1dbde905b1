/** A run's summary for people: a table for the terminal, Markdown for a CI job's page. */
import type { Summary } from "../sync/summary.ts";
import { plainText } from "./plain_text.ts";
import { formatDuration } from "./progress.ts";

type Row = readonly [label: string, text: string];

/** `1234567` → `1,234,567`, the same in every locale. */
export function formatCount(count: number): string {
  return String(count).replaceAll(/\B(?=(\d{3})+$)/g, ",");
}

/** `5.1 MB`; decimal units, as disks and networks are sold. */
export function formatBytes(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let value = bytes;
  let at = 0;
  for (; value >= 1000 && at < units.length - 1; at++) value /= 1000;
  return `${at === 0 ? value : value.toFixed(1)} ${units[at]}`;
}

/** `3 created, 1 updated`, leaving out zeros; `nothing` when all are. */
function counts(of: Readonly<Record<string, number>>, nothing: string): string {
  const shown = Object.entries(of).filter(([, count]) => count > 0);
  if (shown.length === 0) return nothing;
  return shown.map(([name, count]) => `${formatCount(count)} ${name.replaceAll("_", " ")}`)
    .join(", ");
}

function eventsText({ events, causes }: Summary): string {
  const { listed, ...states } = events;
  const { new: _, version, ...others } = causes;
  const why = counts(others, "");
  return `${formatCount(listed ?? 0)} listed: ${counts(states, "none")}` +
    (why === "" ? "" : ` (because of: ${why}${version ? `, ${formatCount(version)} edited` : ""})`);
}

function attributesText({ attributes }: Summary): string {
  const { read, wanted, not_wanted: notWanted, unknown_types: unknown } = attributes;
  const reasons = counts(notWanted, "");
  const types = counts(unknown, "");
  return `${formatCount(read)} read, ${formatCount(wanted)} wanted` +
    (reasons === "" ? "" : `; not wanted: ${reasons}`) +
    (types === "" ? "" : `; of types unknown to this version: ${types}`);
}

function expiryRows({ expiries }: Summary): Row[] {
  if (expiries === undefined) return [];
  const { due, by_rule: byRule, by_type: byType, next } = expiries;
  const ahead = Object.entries(next).map(([name, count]) => `${formatCount(count)} in ${name}`);
  return [
    ["Ended", due === 0 ? "none" : `${formatCount(due)}, by rule: ${counts(byRule, "none")}`],
    ...(due === 0 ? [] : [["", `by type: ${counts(byType, "none")}`] as const]),
    ["Ending", ahead.join(", ")],
  ];
}

function rowsOf(summary: Summary): Row[] {
  const { requests, bytes, rejections } = summary;
  return [
    [
      "Outcome",
      `${summary.outcome} (exit ${summary.exit_code})${
        summary.dry_run ? ", dry run: nothing was written" : ""
      }`,
    ],
    ["Events", eventsText(summary)],
    ["Attributes", attributesText(summary)],
    ["Documents", counts(summary.documents, "none")],
    ...expiryRows(summary),
    ...rejections.map(({ count, status, type, reason, id }): Row => [
      "Rejected",
      `${formatCount(count)} with ${status} ${type}, such as ${id}: ${reason}`,
    ]),
    [
      "Traffic",
      `${formatCount(requests.misp)} requests to MISP, ` +
      `${formatCount(requests.elasticsearch)} to Elasticsearch, ` +
      `${formatBytes(bytes.read)} read, ${formatBytes(bytes.written)} written`,
    ],
    [
      "Time",
      `${formatDuration(summary.duration_ms)}, at most ${
        formatBytes(summary.peak_rss_bytes)
      } of memory`,
    ],
    ...(summary.error === undefined ? [] : [["Error", summary.error] as const]),
  ];
}

function titleOf({ command, instance, started_at }: Summary): string {
  return `${command} of ${instance}, ${started_at.slice(0, 19).replace("T", " ")} UTC`;
}

export function reportText(summary: Summary): string {
  const lines = rowsOf(summary).map(([label, text]) => `  ${label.padEnd(12)}${plainText(text)}`);
  return `${plainText(titleOf(summary))}\n${lines.join("\n")}\n`;
}

/** For `$GITHUB_STEP_SUMMARY`. Nothing of MISP may become a cell of its own, or a link. */
export function reportMarkdown(summary: Summary): string {
  const cell = (text: string) => plainText(text).replaceAll(/[\\`|<>[\]*_#]/g, "\\$&");
  const rows = rowsOf(summary).map(([label, text]) => `| ${label} | ${cell(text)} |`);
  return `### ${cell(titleOf(summary))}\n\n| | |\n| --- | --- |\n${rows.join("\n")}\n\n`;
}
