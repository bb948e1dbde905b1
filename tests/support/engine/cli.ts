import { parseArgs } from "node:util";
import { ENGINES, isEngineName } from "./catalogue.ts";
import { type EngineOptions, nameOf, type TestEngine } from "./options.ts";
import type { Registered } from "./registry.ts";

const HELP = `Engines for the tests, also for trying things by hand.
  deno run -A tests/support/engine.ts start  [--engine NAME] [--port N] [--heap 1g] [--security] [--tls]
  deno run -A tests/support/engine.ts stop   [the same options: that engine; none: every engine]
  deno run -A tests/support/engine.ts status
Engines: ${Object.keys(ENGINES).join(", ")}.
start prints the URL; with --security or --tls the user is "elastic", the password "changeme".
Servers are kept in TI_MISP_ENGINE_CACHE, default /var/cache/ti-misp-engines or ~/.cache/ti-misp-engines.
`;

export interface EngineActions {
  readonly start: (options: EngineOptions) => Promise<TestEngine>;
  readonly stop: (name?: string) => Promise<readonly string[]>;
  readonly running: () => Promise<readonly Registered[]>;
  readonly out: (text: string) => Promise<void>;
  readonly err: (text: string) => Promise<void>;
}

/** Gives the exit code: 0 done, 1 no engine, 2 not understood. */
export async function runEngineCommand(args: string[], actions: EngineActions): Promise<number> {
  const [command = "help", ...rest] = args;
  const options = parsed(rest);
  if (typeof options === "string") return await failed(options, actions);
  if (command === "start") return await start(options, actions);
  if (command === "stop") {
    const name = rest.length === 0 ? undefined : nameOf(options);
    const stopped = await actions.stop(name);
    await actions.out(
      stopped.length === 0 ? "nothing to stop\n" : `stopped ${stopped.join(", ")}\n`,
    );
    return 0;
  }
  if (command === "status") {
    const running = await actions.running();
    const lines = running.map(({ name, url, pid }) => `${name} ${url} pid ${pid ?? "-"}\n`);
    await actions.out(lines.join("") || "nothing is running\n");
    return running.length === 0 ? 1 : 0;
  }
  return ["help", "--help", "-h"].includes(command)
    ? await help(actions)
    : await failed(`Unknown command "${command}"`, actions);
}

async function start(options: EngineOptions, actions: EngineActions): Promise<number> {
  const engine = await actions.start(options);
  if (engine.url === undefined) return 1;
  await actions.out(`${engine.url}\n`);
  return 0;
}

function parsed(args: string[]): EngineOptions | string {
  try {
    const { engine, port, ...values } = parseArgs({
      args,
      options: {
        engine: { type: "string", default: "elasticsearch-9" },
        port: { type: "string" },
        heap: { type: "string", default: "1g" },
        security: { type: "boolean", default: false },
        tls: { type: "boolean", default: false },
      },
    }).values;
    if (!isEngineName(engine)) return `Unknown engine "${engine}"`;
    return { engine, ...values, ...(port === undefined ? {} : { port: Number(port) }) };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function help({ out }: EngineActions): Promise<number> {
  await out(HELP);
  return 0;
}

async function failed(message: string, { err }: EngineActions): Promise<number> {
  await err(`${message}\n${HELP}`);
  return 2;
}
