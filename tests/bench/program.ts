/** The program under test, run against stand-ins. */
import { V8_FLAGS } from "../support/build/compile.ts";
import { PROJECT } from "../support/project.ts";
import { type Command, type Measured, measureGood } from "./child.ts";
import type { BenchOptions } from "./options.ts";

export interface Summary {
  readonly events: Readonly<Record<string, number>>;
  readonly attributes: { readonly read: number };
  readonly documents: Readonly<Record<string, number>>;
  readonly requests: { readonly misp: number; readonly elasticsearch: number };
  readonly bytes: { readonly read: number; readonly written: number };
}

export interface Run extends Measured {
  readonly summary: Summary;
}

export type Environment = Readonly<Record<string, string>>;

export function commandOf(
  { program }: Pick<BenchOptions, "program">,
  args: readonly string[],
  env: Environment = {},
): Command {
  if (program !== undefined) return { program, args, env };
  const flags = `--v8-flags=${V8_FLAGS.join(",")}`;
  const config = `--config=${PROJECT}/deno.json`;
  return {
    program: Deno.execPath(),
    args: ["run", "-q", "-P", flags, config, `${PROJECT}/cli.ts`, ...args],
    env,
  };
}

/** A sync, to its end. */
export async function sync(
  options: Pick<BenchOptions, "program">,
  env: Environment,
  ...args: readonly string[]
): Promise<Run> {
  const all = ["sync-attributes", "--json", "--quiet", ...args];
  const measured = await measureGood(commandOf(options, all, env));
  return { ...measured, summary: JSON.parse(measured.stdout) };
}

/** Where the ends are. What is in the environment otherwise does not count. */
export function environment(misp: string, elasticsearch: string, more: Environment = {}) {
  return {
    MISP_URL: misp,
    MISP_API_KEY: "k".repeat(40),
    ELASTICSEARCH_URL: elasticsearch,
    TI_MISP_ELASTICSEARCH_INSTANCE: "bench",
    TI_MISP_RUN_DEAD_LETTERS: "/dev/null",
    ...more,
  };
}
