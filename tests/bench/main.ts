/** `deno task bench`: one table on stdout, and the same as JSON in a file. */
import { dirname } from "node:path";
import { backfill } from "./backfill.ts";
import { elasticsearch } from "./elasticsearch.ts";
import { expire } from "./expire.ts";
import { type Figure, judge } from "./figure.ts";
import { growth, largeEvent } from "./growth.ts";
import { idle } from "./idle.ts";
import { mapping } from "./mapping.ts";
import { type BenchOptions, HELP, parseOptions } from "./options.ts";
import { smallChange } from "./small_change.ts";
import { startUp } from "./start_up.ts";
import { tableOf } from "./table.ts";

const FIGURES: Readonly<Record<string, (options: BenchOptions) => Promise<readonly Figure[]>>> = {
  "start": startUp,
  "mapping": mapping,
  "backfill": backfill,
  "large-event": largeEvent,
  "idle": idle,
  "growth": growth,
  "small-change": smallChange,
  "elasticsearch": elasticsearch,
  "expire": expire,
};

async function main(args: string[]): Promise<number> {
  const options = parseOptions(args);
  if (options === "help") {
    await print(`${HELP}${Object.keys(FIGURES).join(", ")}\n`);
    return 0;
  }
  const names = options.only.length > 0 ? options.only : Object.keys(FIGURES);
  const verdicts = [];
  for (const name of names) {
    const measure = FIGURES[name];
    if (measure === undefined) throw new RangeError(`There is no figure "${name}"`);
    await Deno.stderr.write(new TextEncoder().encode(`Measuring ${name} …\n`));
    for (const figure of await measure(options)) verdicts.push(judge(figure));
  }
  await print(tableOf(verdicts));
  await Deno.mkdir(dirname(options.json), { recursive: true });
  await Deno.writeTextFile(options.json, `${JSON.stringify(verdicts, undefined, 2)}\n`);
  return verdicts.some(({ pass }) => pass === false) ? 1 : 0;
}

async function print(text: string): Promise<void> {
  await Deno.stdout.write(new TextEncoder().encode(text));
}

if (import.meta.main) Deno.exitCode = await main(Deno.args);
