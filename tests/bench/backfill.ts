/** Backfill: an empty index, everything is read, mapped and written; and what that asks of MISP. */
import { type Measured, measureGood } from "./child.ts";
import { atLeast, atMost, type Figure } from "./figure.ts";
import type { BenchOptions } from "./options.ts";
import { environment, type Run, sync } from "./program.ts";
import { startMisp, startSink } from "./stand_in.ts";

const PER_EVENT = 20;
const MB = 1e6;
/** Where nothing is between the two ends, compression is work for nothing. */
export const PLAIN = { TI_MISP_ELASTICSEARCH_COMPRESSION: "false" };
const COMPRESSED = { TI_MISP_ELASTICSEARCH_COMPRESSION: "true" };

interface Round {
  readonly ours: Run;
  readonly floor: Measured;
  readonly standInsCpuMs: number;
}

export async function backfill(options: BenchOptions): Promise<Figure[]> {
  const events = Math.round(options.attributes / PER_EVENT);
  await using misp = await startMisp(events, PER_EVENT);
  const rounds: Round[] = [];
  for (let run = 0; run < options.runs; run++) {
    const floor = await measureGood(floorCommand(misp.url));
    await using sink = await startSink();
    const before = misp.cpuMs();
    const ours = await sync(options, environment(misp.url, sink.url, PLAIN));
    rounds.push({ ours, floor, standInsCpuMs: misp.cpuMs() - before + sink.cpuMs() });
  }
  const figures = [...figuresOf(rounds), ...mispFigures(rounds, await misp.stats(), options)];
  return [...figures, ...await compressed(options, misp.url)];
}

function floorCommand(url: string) {
  const script = new URL("floor.ts", import.meta.url).pathname;
  return { program: Deno.execPath(), args: ["run", "-q", "-A", script, url] };
}

function figuresOf(rounds: readonly Round[]): Figure[] {
  const ours = rounds.map(({ ours }) => ours);
  const floor = rounds.map(({ floor }) => floor);
  const documentsOf = ({ stdout }: Measured): number => JSON.parse(stdout).documents;
  return [
    {
      name: "backfill: speed",
      unit: "documents/s",
      values: ours.map((run) => perSecond(run.summary.documents["created"] ?? 0, run)),
      peer: { name: "floor", values: floor.map((run) => perSecond(documentsOf(run), run)) },
      bars: [atLeast(40_000), atLeast(0.65, "ratio")],
    },
    {
      name: "backfill: processor",
      unit: "µs/document",
      values: ours.map((run) => cpuEach(run.summary.documents["created"] ?? 0, run)),
      peer: { name: "floor", values: floor.map((run) => cpuEach(documentsOf(run), run)) },
      bars: [atMost(25)],
    },
    {
      name: "backfill: memory",
      unit: "MB",
      values: ours.map(({ peakRss }) => peakRss / MB),
      peer: { name: "floor", values: floor.map(({ peakRss }) => peakRss / MB) },
      bars: [atMost(200)],
    },
    {
      name: "backfill: stand-ins' processor",
      unit: "µs/document",
      values: rounds.map(({ standInsCpuMs, ours }) =>
        standInsCpuMs * 1000 / (ours.summary.documents["created"] ?? 0)
      ),
    },
  ];
}

export function perSecond(count: number, { wallMs }: Measured): number {
  return count * 1000 / wallMs;
}

export function cpuEach(count: number, { cpuMs }: Measured): number {
  return cpuMs * 1000 / count;
}

interface Stats {
  readonly rows: number;
  readonly requests: number;
  readonly bytes: number;
}

/** Each row is needed once; the floor and each run read all of them. */
function mispFigures(rounds: readonly Round[], stats: unknown, options: BenchOptions): Figure[] {
  const { "/attributes/restSearch": rows }: Record<string, Stats> = JSON.parse(
    JSON.stringify(stats),
  );
  const readings = options.runs * 2;
  const needed = rounds.map(({ ours }) => ours.summary.attributes.read);
  return [
    {
      name: "MISP: rows asked for",
      unit: "rows",
      values: needed.map(() => (rows?.rows ?? 0) / readings),
      peer: { name: "needed", values: needed },
      bars: [atMost(1.001, "ratio")],
    },
    {
      name: "MISP: requests of a backfill",
      unit: "requests",
      values: rounds.map(({ ours }) => ours.summary.requests.misp),
    },
  ];
}

async function compressed(options: BenchOptions, misp: string): Promise<Figure[]> {
  const runs: Run[] = [];
  for (let run = 0; run < options.runs; run++) {
    await using sink = await startSink();
    runs.push(await sync(options, environment(misp, sink.url, COMPRESSED)));
  }
  return [{
    name: "backfill: processor, compressed",
    unit: "µs/document",
    values: runs.map((run) => cpuEach(run.summary.documents["created"] ?? 0, run)),
  }];
}
