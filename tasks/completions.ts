/** `ti-misp completions` */
import { parseArguments, UsageError } from "../lib/cli/arguments.ts";
import type { Command } from "../lib/cli/command.ts";
import { EXIT, EXIT_CODES } from "../lib/cli/exit.ts";
import type { Help } from "../lib/cli/help.ts";

const SHELLS = ["bash", "zsh", "fish"] as const;

const help: Help = {
  summary: "Prints a script that lets a shell complete commands, flags and their values.",
  examples: [
    { text: "For this session of bash", command: "source <(ti-misp completions bash)" },
    {
      text: "For every session of zsh",
      command: "ti-misp completions zsh > ~/.zfunc/_ti-misp",
    },
    {
      text: "For every session of fish",
      command: "ti-misp completions fish > ~/.config/fish/completions/ti-misp.fish",
    },
  ],
  usage: `ti-misp completions ${SHELLS.join("|")}`,
  flags: [{ kind: "boolean", name: "help", short: "h", text: "Show this help" }],
  notes: [
    "zsh finds ~/.zfunc when ~/.zshrc says: fpath=(~/.zfunc $fpath); autoload -U compinit; compinit",
  ],
  exitCodes: EXIT_CODES,
};

/** The table of commands holds this one, too: it is asked for only when all are known. */
export function completionsOf(commands: () => readonly Command[]): Command {
  return {
    name: "completions",
    text: "Print a script that completes commands and flags in a shell",
    help,
    flags: [],
    async run(world, argv) {
      const [given] = parseArguments(argv, [], { maxPositional: 1 }).positional;
      const shell = SHELLS.find((shell) => shell === given);
      if (shell === undefined) {
        throw new UsageError(`completions takes one of ${SHELLS.join(", ")}, not "${given ?? ""}"`);
      }
      const [{ completedCommands }, { bashCompletion }, { zshCompletion }, { fishCompletion }] =
        await Promise.all([
          import("../lib/cli/completions.ts"),
          import("../lib/cli/completions_bash.ts"),
          import("../lib/cli/completions_zsh.ts"),
          import("../lib/cli/completions_fish.ts"),
        ]);
      const print = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion }[shell];
      await world.stdout.write(print(completedCommands(commands(), { completions: SHELLS })));
      return EXIT.done;
    },
  };
}
