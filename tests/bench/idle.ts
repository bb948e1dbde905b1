/** Runs that have nothing to do: every event is as it was. */
import { atMost, type Figure } from "./figure.ts";
import type { BenchOptions } from "./options.ts";
import { environment, type Run, sync } from "./program.ts";
import { startMisp, startSink } from "./stand_in.ts";

const SIZES = [10_000, 100_000] as const;

export async function idle(options: BenchOptions): Promise<Figure[]> {
  const [small, large] = SIZES;
  const few = await idleRuns(options, small);
  const many = await idleRuns(options, large);
  const wall = (runs: readonly Run[]) => runs.map(({ wallMs }) => wallMs);
  return [
    { name: "idle, 10,000 events", unit: "ms", values: wall(few), bars: [atMost(1000)] },
    {
      name: "idle, 10,000 events: MISP",
      unit: "requests",
      values: few.map(({ summary }) => summary.requests.misp),
      bars: [atMost(2)],
    },
    { name: "idle, 10,000 events: memory", unit: "MB", values: megabytes(few) },
    {
      name: "idle, 100,000 events",
      unit: "ms",
      values: wall(many),
      peer: { name: "10 × 10,000", values: wall(few).map((ms) => ms * (large / small)) },
      bars: [atMost(1.15, "ratio")],
    },
    { name: "idle, 100,000 events: memory", unit: "MB", values: megabytes(many) },
  ];
}

function megabytes(runs: readonly Run[]): number[] {
  return runs.map(({ peakRss }) => peakRss / 1e6);
}

/** Of one attribute each: in a run without changes nothing of them is read. */
async function idleRuns(options: BenchOptions, events: number): Promise<Run[]> {
  await using misp = await startMisp(events, 1);
  await using sink = await startSink();
  const env = environment(misp.url, sink.url);
  await sync(options, env);
  const runs: Run[] = [];
  for (let run = 0; run < options.runs; run++) {
    const done = await sync(options, env);
    if (done.summary.events["unchanged"] !== events) throw new Error("The run was not idle");
    runs.push(done);
  }
  return runs;
}
