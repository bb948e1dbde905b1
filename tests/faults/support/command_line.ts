/** The program as a command, for shells and for runs with something loaded before it. */
import { PROJECT } from "../../support/project.ts";

/** What tests name the compiled program by; without it the program is run from its source. */
export const COMPILED = Deno.env.get("TI_MISP_TEST_PROGRAM");

export interface CommandLineOptions {
  /** A module that runs before the program; only from source. */
  readonly preload?: string | undefined;
  /** In place of the permissions in deno.json. */
  readonly permissions?: readonly string[] | undefined;
}

export function commandLine(
  args: readonly string[],
  { preload, permissions = ["-P"] }: CommandLineOptions = {},
): readonly [command: string, ...args: string[]] {
  if (COMPILED !== undefined) return [COMPILED, ...args];
  return [
    Deno.execPath(),
    "run",
    "-q",
    ...permissions,
    `--config=${PROJECT}/deno.json`,
    ...(preload === undefined ? [] : [`--preload=${preload}`]),
    `${PROJECT}/cli.ts`,
    ...args,
  ];
}

/** A shell that runs the program as `"$@"`, with redirections of its own. */
export function inShell(script: string, args: readonly string[]): readonly [string, ...string[]] {
  return ["sh", "-c", script, "sh", ...commandLine(args)];
}
