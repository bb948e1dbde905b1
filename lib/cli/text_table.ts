/** Rows as aligned columns. */
import { plainText } from "./plain_text.ts";
import type { Style } from "./style.ts";

export interface TextTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Columns of numbers, by their head. */
  readonly right?: readonly string[];
}

/** Two blanks before each line and between columns; the head in faint letters. */
export function textTable({ head, rows, right = [] }: TextTable, style: Style): string {
  const cells = rows.map((row) => row.map(plainText));
  const widths = head.map((name, at) =>
    Math.max(name.length, ...cells.map((row) => (row[at] ?? "").length))
  );
  const line = (row: readonly string[]) =>
    "  " + row.map((cell, at) => {
      const width = widths[at] ?? 0;
      return right.includes(head[at] ?? "") ? cell.padStart(width) : cell.padEnd(width);
    }).join("  ").trimEnd();
  return [style("faint", line(head)), ...cells.map(line)].map((text) => `${text}\n`).join("");
}
