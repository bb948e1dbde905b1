/** Sixteen times as much takes sixteen times as long, and no more memory. */
import { perSecond, PLAIN } from "./backfill.ts";
import { atLeast, atMost, type Figure } from "./figure.ts";
import type { BenchOptions } from "./options.ts";
import { environment, type Run, sync } from "./program.ts";
import { startMisp, startSink } from "./stand_in.ts";

const PER_EVENT = 20;
const ONE_EVENT = 300_000;

export async function growth(options: BenchOptions): Promise<Figure[]> {
  const small = await backfills(options, options.attributes / 4 / PER_EVENT, PER_EVENT);
  const large = await backfills(options, options.attributes * 4 / PER_EVENT, PER_EVENT);
  const rate = (runs: readonly Run[]) =>
    runs.map((run) => perSecond(run.summary.documents["created"] ?? 0, run));
  const memory = (runs: readonly Run[]) => runs.map(({ peakRss }) => peakRss / 1e6);
  return [
    {
      name: "growth, 16 times: speed",
      unit: "documents/s",
      values: rate(large),
      peer: { name: "small", values: rate(small) },
      bars: [atLeast(0.85, "ratio")],
    },
    {
      name: "growth, 16 times: memory",
      unit: "MB",
      values: memory(large),
      peer: { name: "small", values: memory(small) },
      bars: [atMost(1.15, "ratio"), atMost(200)],
    },
  ];
}

/** An event as large as they come. */
export async function largeEvent(options: BenchOptions): Promise<Figure[]> {
  const runs = await backfills(options, 1, ONE_EVENT);
  return [
    {
      name: "one event of 300,000: speed",
      unit: "documents/s",
      values: runs.map((run) => perSecond(run.summary.documents["created"] ?? 0, run)),
    },
    {
      name: "one event of 300,000: memory",
      unit: "MB",
      values: runs.map(({ peakRss }) => peakRss / 1e6),
      bars: [atMost(200)],
    },
  ];
}

async function backfills(options: BenchOptions, events: number, attributes: number) {
  await using misp = await startMisp(Math.max(1, Math.round(events)), attributes);
  const runs: Run[] = [];
  for (let run = 0; run < options.runs; run++) {
    await using sink = await startSink();
    runs.push(await sync(options, environment(misp.url, sink.url, PLAIN)));
  }
  return runs;
}
