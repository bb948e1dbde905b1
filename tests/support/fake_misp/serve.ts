import { parseArgs } from "node:util";
import { generate } from "./generate.ts";
import { MispModel } from "./model.ts";
import { FakeMisp } from "./server.ts";

const HELP = `A fake MISP with generated events, until Ctrl-C.
  deno run -A tests/support/fake_misp/serve.ts [--port N] [--events N] [--attributes N] [--big N] [--seed N]
Prints one line of JSON with url and key when it listens. --big adds one event of so many attributes.
`;

function options(args: string[]) {
  const text = (value: string) => ({ type: "string", default: value }) as const;
  const { values } = parseArgs({
    args,
    options: {
      port: text("0"),
      events: text("100"),
      attributes: text("20"),
      big: text("0"),
      seed: text("1"),
      help: { type: "boolean", default: false },
    },
  });
  return values;
}

async function print(text: string): Promise<void> {
  await Deno.stdout.write(new TextEncoder().encode(text));
}

async function main(args: string[]): Promise<void> {
  const { help, port, events, attributes, big, seed } = options(args);
  if (help) return await print(HELP);
  const model = new MispModel({ now: () => Math.floor(Date.now() / 1000) }, Number(seed));
  generate(model, { events: Number(events), attributes: Number(attributes), seed: Number(seed) });
  if (Number(big) > 0) {
    generate(model, { events: 1, attributes: Number(big), seed: Number(seed) + 1 });
  }
  const misp = await FakeMisp.start({ model, port: Number(port) });
  await print(`${JSON.stringify({ url: misp.url, key: misp.key })}\n`);
}

if (import.meta.main) await main(Deno.args);
