/** `expire`: a hundred thousand documents whose end has come, among a million. */
import { measureGood } from "./child.ts";
import { type EngineLab, engineLab } from "./engine.ts";
import type { Figure } from "./figure.ts";
import type { BenchOptions } from "./options.ts";
import { commandOf } from "./program.ts";

const DUE_SHARE = 0.1;
const PER_BODY = 5000;

/** Five times the usual size: most of the time goes into filling the index, once. */
export async function expire(options: BenchOptions): Promise<Figure[]> {
  await using lab = await engineLab(options, "http://127.0.0.1:1");
  if (lab === undefined) return [];
  const documents = options.attributes * 5;
  const numbers = Array.from({ length: documents }, (_, number) => number);
  const due = numbers.filter(isDue);
  await fill(lab, numbers);
  const speeds: number[] = [];
  const memory: number[] = [];
  for (let run = 0; run < options.runs; run++) {
    if (run > 0) await fill(lab, due);
    const { deleted, wallMs, peakRss } = await expired(options, lab);
    if (deleted !== due.length) {
      throw new Error(`${deleted} of ${due.length} documents were deleted`);
    }
    speeds.push(deleted * 1000 / wallMs);
    memory.push(peakRss / 1e6);
  }
  return [
    { name: `expire, ${due.length} of ${documents}`, unit: "documents/s", values: speeds },
    { name: "expire: memory", unit: "MB", values: memory },
  ];
}

async function expired(options: BenchOptions, lab: EngineLab) {
  const args = ["expire", "--json", "--quiet", "--no-reconcile", "--max-delete", "100%"];
  const { stdout, wallMs, peakRss } = await measureGood(commandOf(options, args, lab.env));
  const { documents: { deleted } }: { documents: { deleted: number } } = JSON.parse(stdout);
  return { deleted, wallMs, peakRss };
}

function isDue(number: number): boolean {
  return number % (1 / DUE_SHARE) === 0;
}

async function fill(lab: EngineLab, numbers: readonly number[]): Promise<void> {
  for (let at = 0; at < numbers.length; at += PER_BODY) {
    const lines = numbers.slice(at, at + PER_BODY).map((number) =>
      `{"index":{"_id":"bench:${number}"}}\n${documentOf(number)}\n`
    );
    await lab.request("POST", `/${lab.index}/_bulk?filter_path=errors`, lines.join(""));
  }
}

/** What `expire` looks at. */
function documentOf(number: number): string {
  return JSON.stringify({
    misp: {
      instance: "bench",
      event: { uuid: `event-${Math.floor(number / 20)}` },
      attribute: {
        uuid: `attribute-${number}`,
        type: "domain",
        decayed: false,
        decayed_by: "default",
        decayed_at: isDue(number) ? "2020-01-01T00:00:00.000Z" : "2099-01-01T00:00:00.000Z",
      },
    },
  });
}
