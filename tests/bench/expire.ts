/** `expire`: a hundred thousand documents whose end has come, among a million. */
import { measureGood } from "./child.ts";
import { type EngineLab, engineLab } from "./engine.ts";
import type { Figure } from "./figure.ts";
import type { BenchOptions } from "./options.ts";
import { commandOf } from "./program.ts";

const DUE_SHARE = 0.1;
const PER_BODY = 5000;

/** Five times the usual size, once: most of the time goes into filling the index. */
export async function expire(options: BenchOptions): Promise<Figure[]> {
  await using lab = await engineLab(options, "http://127.0.0.1:1");
  if (lab === undefined) return [];
  const documents = options.attributes * 5;
  await fill(lab, documents);
  const args = ["expire", "--json", "--quiet", "--no-reconcile", "--max-delete", "100%"];
  const run = await measureGood(commandOf(options, args, lab.env));
  const { documents: { deleted } }: { documents: { deleted: number } } = JSON.parse(run.stdout);
  const due = Math.round(documents * DUE_SHARE);
  if (deleted !== due) throw new Error(`${deleted} of ${due} documents were deleted`);
  return [
    {
      name: `expire, ${due} of ${documents}`,
      unit: "documents/s",
      values: [deleted * 1000 / run.wallMs],
    },
    { name: "expire: memory", unit: "MB", values: [run.peakRss / 1e6] },
  ];
}

async function fill(lab: EngineLab, documents: number): Promise<void> {
  for (let at = 0; at < documents; at += PER_BODY) {
    const lines: string[] = [];
    for (let number = at; number < Math.min(documents, at + PER_BODY); number++) {
      lines.push(`{"index":{"_id":"bench:${number}"}}\n${documentOf(number)}\n`);
    }
    await lab.request("POST", `/${lab.index}/_bulk?filter_path=errors`, lines.join(""));
  }
}

/** What `expire` looks at. */
function documentOf(number: number): string {
  const isDue = number % (1 / DUE_SHARE) === 0;
  return JSON.stringify({
    misp: {
      instance: "bench",
      event: { uuid: `event-${Math.floor(number / 20)}` },
      attribute: {
        uuid: `attribute-${number}`,
        type: "domain",
        decayed: false,
        decayed_by: "default",
        decayed_at: isDue ? "2020-01-01T00:00:00.000Z" : "2099-01-01T00:00:00.000Z",
      },
    },
  });
}
