/** `deno task build` */
import { parseArgs } from "node:util";
import { messageOf } from "../../../lib/errors.ts";
import { buildExecutable, type Built, NoBaseError } from "./compile.ts";
import { defaultOutput, hostTarget, targetNamed, TARGETS } from "./targets.ts";

const HELP = `Makes the executable: dist/ti-misp for this machine, dist/ti-misp-TARGET for another.
  deno task build [--target TARGET] [--output FILE]
Targets: ${TARGETS.map((target) => target.name).join(", ")}.
Deno downloads its base program (denort) for a target once; DENORT_BIN names one that is there.
Exit codes: 0 made, 1 failed, 2 not understood, 3 the base program cannot be had.
`;

const EXIT = { made: 0, failed: 1, usage: 2, noBase: 3 } as const;

interface Request {
  readonly target: string | undefined;
  readonly output: string | undefined;
  readonly help: boolean;
}

function parse(args: readonly string[]): Request {
  const { values } = parseArgs({
    args: [...args],
    options: {
      target: { type: "string" },
      output: { type: "string" },
      help: { type: "boolean", short: "h" },
    },
  });
  return { target: values.target, output: values.output, help: values.help === true };
}

function describe({ path, version, bytes, embedded }: Built): string {
  const size = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
  return `Made ${path}: ti-misp ${version}, ${size(bytes)}, of which ${size(embedded.bytes)} ` +
    `are the program and ${embedded.packages.length} packages\n`;
}

async function print(stream: typeof Deno.stdout, text: string): Promise<void> {
  await stream.write(new TextEncoder().encode(text));
}

async function fail(error: unknown, code: number): Promise<number> {
  await print(Deno.stderr, `THE EXECUTABLE WAS NOT BUILT: ${messageOf(error)}\n`);
  return code;
}

/** Gives the exit code. */
async function main(args: readonly string[]): Promise<number> {
  let request: Request;
  try {
    request = parse(args);
    if (request.help) {
      await print(Deno.stdout, HELP);
      return EXIT.made;
    }
  } catch (error) {
    return await fail(error, EXIT.usage);
  }
  try {
    const target = request.target === undefined ? hostTarget() : targetNamed(request.target);
    const output = request.output ?? defaultOutput(target, request.target !== undefined);
    await print(Deno.stdout, describe(await buildExecutable(target, output)));
    return EXIT.made;
  } catch (error) {
    if (error instanceof TypeError) return await fail(error, EXIT.usage);
    return await fail(error, error instanceof NoBaseError ? EXIT.noBase : EXIT.failed);
  }
}

if (import.meta.main) Deno.exitCode = await main(Deno.args);
