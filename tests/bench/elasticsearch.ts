/** A backfill into a real Elasticsearch, beside what the engine takes at most on this machine. */
import { perSecond } from "./backfill.ts";
import { measureGood } from "./child.ts";
import { engineLab } from "./engine.ts";
import { atLeast, type Figure } from "./figure.ts";
import type { BenchOptions } from "./options.ts";
import { environment, sync } from "./program.ts";
import { startMisp } from "./stand_in.ts";

const PER_EVENT = 20;
/** A server that has just begun is three times as slow as one that has compiled its code. */
const WARM_UPS = 2;

const DEFAULT = "as configured by default";

/** What is sent, and how: each is held against the engine's own best with plain bodies. */
const OTHERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "1 MB × 2": way("1MB", "2", "false"),
  "1 MB × 3, compressed": way("1MB", "3", "true"),
  "1 MB × 4": way("1MB", "4", "false"),
  "0.5 MB × 3": way("500KB", "3", "false"),
};

function way(bytes: string, concurrency: string, compression: string) {
  return {
    TI_MISP_ELASTICSEARCH_BULK_BYTES: bytes,
    TI_MISP_ELASTICSEARCH_BULK_CONCURRENCY: concurrency,
    TI_MISP_ELASTICSEARCH_COMPRESSION: compression,
  };
}

export async function elasticsearch(options: BenchOptions): Promise<Figure[]> {
  const events = Math.max(1, Math.round(options.attributes / PER_EVENT));
  await using misp = await startMisp(events, PER_EVENT);
  const file = await Deno.makeTempFile({ suffix: ".ndjson" });
  try {
    await sync(options, environment(misp.url, ""), "--output", `bulk:${file}`);
    return await figuresOf(options, misp.url, file, events * PER_EVENT);
  } finally {
    await Deno.remove(file);
  }
}

async function figuresOf(
  options: BenchOptions,
  misp: string,
  file: string,
  documents: number,
): Promise<Figure[]> {
  const ours = new Map<string, number[]>(
    [DEFAULT, ...Object.keys(OTHERS)].map((name) => [name, []]),
  );
  const ceiling: number[] = [];
  const alone = () => replayed(options, misp, file, documents);
  const measured = async (name: string, more: Readonly<Record<string, string>> = {}) => {
    await using lab = await engineLab(options, misp);
    if (lab === undefined) return;
    const done = await sync(options, { ...lab.env, ...more });
    ours.get(name)?.push(perSecond(done.summary.documents["created"] ?? 0, done));
  };
  for (let warmUp = 0; warmUp < WARM_UPS; warmUp++) await alone();
  for (let run = 0; run < options.runs; run++) {
    // Between two: the server is quicker the longer it runs, and the machine's speed wanders.
    const before = await alone();
    await measured(DEFAULT);
    const after = await alone();
    if (before === undefined || after === undefined) return [];
    ceiling.push((before + after) / 2);
    for (const [name, more] of turned(Object.entries(OTHERS), run)) await measured(name, more);
  }
  return [...ours].map(([name, values]) => ({
    name: `Elasticsearch: ${name}`,
    unit: "documents/s",
    values,
    peer: { name: "engine alone", values: ceiling },
    ...(name === DEFAULT ? { bars: [atLeast(0.85, "ratio")] } : {}),
  }));
}

/** Beginning with another one each time, as the server is quicker the longer it runs. */
function turned<T>(ways: readonly T[], by: number): readonly T[] {
  const at = by % ways.length;
  return [...ways.slice(at), ...ways.slice(0, at)];
}

/** Documents a second of the same lines, sent by a loop that does nothing else. */
async function replayed(
  options: BenchOptions,
  misp: string,
  file: string,
  documents: number,
): Promise<number | undefined> {
  await using lab = await engineLab(options, misp);
  if (lab === undefined) return undefined;
  const named = `${file}.named`;
  const text = await Deno.readTextFile(file);
  const other = "logs-ti_misp_latest.dest_threat_attributes-default";
  await Deno.writeTextFile(
    named,
    text.replaceAll(`"_index":"${other}"`, `"_index":"${lab.index}"`),
  );
  try {
    const script = new URL("replay.ts", import.meta.url).pathname;
    const args = ["run", "-q", "-A", script, `--url=${lab.url}`, `--file=${named}`];
    return perSecond(documents, await measureGood({ program: Deno.execPath(), args }));
  } finally {
    await Deno.remove(named);
  }
}
