/** The verdicts as one table. */
import type { Bar, Verdict } from "./figure.ts";

const HEAD = ["figure", "ours", "spread", "floor or peer", "ratio", "bar", "pass"];

export function tableOf(verdicts: readonly Verdict[]): string {
  const rows = [HEAD, ...verdicts.map(rowOf)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ").trimEnd()
  );
  return `${lines.join("\n")}\n`;
}

function rowOf({ name, unit, value, spread, peer, ratio, bars, pass }: Verdict): string[] {
  return [
    name,
    `${number(value)} ${unit}`,
    spread.map(number).join("–"),
    peer === undefined ? "" : `${number(peer.value)} (${peer.name})`,
    ratio === undefined ? "" : ratio.toFixed(2),
    bars.map(barText).join(", "),
    pass === undefined ? "" : pass ? "yes" : "NO",
  ];
}

function barText({ at, value, of }: Bar): string {
  const sign = at === "least" ? "≥" : "≤";
  return of === "ratio" ? `${sign} ${value} of it` : `${sign} ${number(value)}`;
}

function number(value: number): string {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return value.toLocaleString("en-US", { maximumFractionDigits: digits });
}
