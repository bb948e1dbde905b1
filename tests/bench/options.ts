/** What to measure, and how much of it. */
import { parseArgs } from "node:util";

export interface BenchOptions {
  /** Names of figures; empty: all. */
  readonly only: readonly string[];
  /** Attributes of a backfill. */
  readonly attributes: number;
  readonly runs: number;
  /** A compiled program to measure; else the sources are run. */
  readonly program: string | undefined;
  readonly json: string;
}

export const HELP = `Measures what users wait for, beside the least it could take.
  deno task bench [--only NAME,…] [--attributes N] [--runs N] [--program FILE] [--json FILE]
Figures: `;

export function parseOptions(args: string[]): BenchOptions | "help" {
  const { values } = parseArgs({
    args,
    options: {
      only: { type: "string", default: "" },
      attributes: { type: "string", default: "200000" },
      runs: { type: "string", default: "3" },
      program: { type: "string" },
      json: { type: "string", default: "dist/bench.json" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return "help";
  return {
    only: values.only.split(",").filter((name) => name !== ""),
    attributes: Number(values.attributes),
    runs: Number(values.runs),
    program: values.program,
    json: values.json,
  };
}
