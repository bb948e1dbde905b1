/** What a shell may offer, read off the table of commands. */
import type { Flag } from "./arguments.ts";
import type { Command } from "./command.ts";

export interface CompletedFlag {
  /** With dashes. */
  readonly names: readonly string[];
  readonly text: string;
  /** What the value is; undefined for a flag without one. */
  readonly value?: FlagValue;
  readonly repeatable: boolean;
}

export interface FlagValue {
  /** As in the help: `FILE`. */
  readonly name: string;
  readonly words: readonly string[];
  readonly isFile: boolean;
}

export interface CompletedCommand {
  readonly name: string;
  readonly text: string;
  readonly flags: readonly CompletedFlag[];
  /** Arguments that are no flags, one of which is expected. */
  readonly words: readonly string[];
}

const HELP_FLAG: CompletedFlag = {
  names: ["-h", "--help"],
  text: "Show the help of this command",
  repeatable: false,
};

/** `text|json` gives two words, `api|feed:PLACE` gives `api` and `feed:`. */
function wordsOf(value: string): readonly string[] {
  return value.split("|").map((word) => word.replace(/[A-Z][A-Z/]*$/, ""))
    .filter((word) => word !== "");
}

function completedFlags(flag: Flag): readonly CompletedFlag[] {
  const { name, short, text } = flag;
  const names = [...short === undefined ? [] : [`-${short}`], `--${name}`];
  if (flag.kind === "boolean") {
    const negated = { names: [`--no-${name}`], text, repeatable: false };
    return [{ names, text, repeatable: false }, ...flag.negatable === true ? [negated] : []];
  }
  const words = wordsOf(flag.value);
  const value = { name: flag.value, words, isFile: flag.value === "FILE" };
  return [{ names, text, value, repeatable: flag.kind === "list" }];
}

/** The commands as a shell completes them; `help` takes the name of a command. */
export function completedCommands(
  commands: readonly Command[],
  words: Readonly<Record<string, readonly string[]>> = {},
): readonly CompletedCommand[] {
  const names = commands.map(({ name }) => name);
  return [
    ...commands.map(({ name, text, flags }) => ({
      name,
      text,
      flags: [...flags.flatMap(completedFlags), HELP_FLAG],
      words: words[name] ?? [],
    })),
    { name: "help", text: "Show the help of a command", flags: [], words: names },
  ];
}
