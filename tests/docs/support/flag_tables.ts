/** Whether ti-misp would take a command line, by its own tables of commands, flags and settings. */
import { parseArguments } from "../../../lib/cli/arguments.ts";
import { loadConfig } from "../../../lib/config/load.ts";
import { COMMANDS } from "../../../tasks/mod.ts";

const ALONE = new Set(["--help", "-h", "--version", "-V", "version", "help"]);

/** @throws what is wrong with the arguments: a command, a flag, or a flag's value. */
export async function requireAccepted(argv: readonly string[]): Promise<void> {
  const [name = "", ...rest] = argv;
  if (ALONE.has(name)) return;
  const command = COMMANDS.find((command) => command.name === name);
  if (command === undefined) throw new Error(`There is no command "${name}"`);
  if (rest.includes("--help")) return;
  const maxPositional = command.name === "completions" ? 1 : 0;
  const { settings } = parseArguments(rest, command.flags, { maxPositional });
  const nothing = { env: {}, readTextFile: refuse, run: refuse };
  // A switch stands for a value that only its command knows.
  const flags = settings.filter(({ value }) => typeof value !== "boolean");
  await loadConfig(nothing, { flags });
}

function refuse(): Promise<never> {
  return Promise.reject(new Error("Nothing is read"));
}
