/** One event of many is edited: how long until its new state is found, start of the program included. */
import { engineLab } from "./engine.ts";
import { atMost, type Figure } from "./figure.ts";
import type { BenchOptions } from "./options.ts";
import { type Run, sync } from "./program.ts";
import { type StandIn, startMisp } from "./stand_in.ts";

const EVENTS = 10_000;
const PER_EVENT = 20;

export async function smallChange(options: BenchOptions): Promise<Figure[]> {
  await using misp = await startMisp(EVENTS, PER_EVENT);
  await using lab = await engineLab(options, misp.url);
  if (lab === undefined) return [];
  await sync(options, lab.env);
  const runs: Run[] = [];
  for (let run = 1; run <= options.runs; run++) {
    await edit(misp, String(run * 100));
    const done = await sync(options, lab.env);
    const found = await lab.request("POST", `/${lab.index}/_count`, newest(run * 100));
    if (JSON.stringify(found).match(/"count":(\d+)/)?.[1] !== String(PER_EVENT)) {
      throw new Error(`The edited event was not found: ${JSON.stringify(found)}`);
    }
    runs.push(done);
  }
  return [
    {
      name: "small change, until it is found",
      unit: "ms",
      values: runs.map(({ wallMs }) => wallMs),
      bars: [atMost(1500)],
    },
    {
      name: "small change: documents written",
      unit: "documents",
      values: runs.map(({ summary }) => summary.documents["updated"] ?? 0),
      bars: [atMost(PER_EVENT)],
    },
  ];
}

async function edit(misp: StandIn, id: string): Promise<void> {
  const body = JSON.stringify({ eventid: [id] });
  await (await fetch(`${misp.url}/bench/edit`, { method: "POST", body })).text();
}

/** Documents of the event that were changed within the last hour. */
function newest(id: number): string {
  return JSON.stringify({
    query: {
      bool: {
        filter: [
          { term: { "misp.event.id": String(id) } },
          { range: { "misp.attribute.timestamp": { gte: "now-1h" } } },
        ],
      },
    },
  });
}
