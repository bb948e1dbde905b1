/** How long the program takes to begin. */
import { measureGood } from "./child.ts";
import { atMost, type Figure } from "./figure.ts";
import type { BenchOptions } from "./options.ts";
import { commandOf } from "./program.ts";

const STARTS = 10;

export async function startUp(options: BenchOptions): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const argument of ["--help", "version"]) {
    const values: number[] = [];
    for (let start = 0; start < STARTS; start++) {
      values.push((await measureGood(commandOf(options, [argument]))).wallMs);
    }
    const compiled = options.program === undefined ? " (not compiled)" : "";
    figures.push({ name: `start: ${argument}${compiled}`, unit: "ms", values, bars: [atMost(50)] });
  }
  return figures;
}
