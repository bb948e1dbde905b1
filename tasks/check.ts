/** `ti-misp check` */
import { type Flag, parseArguments } from "../lib/cli/arguments.ts";
import type { Command } from "../lib/cli/command.ts";
import { COMMON_FLAGS } from "../lib/cli/common_flags.ts";
import { EXIT_CODES } from "../lib/cli/exit.ts";
import type { Help } from "../lib/cli/help.ts";

const FLAGS = [
  ...COMMON_FLAGS,
  {
    kind: "string",
    name: "source",
    value: "api|feed:PLACE",
    text: "Where events come from: the MISP API, or a feed's directory or URL",
    config: "source",
  },
  {
    kind: "string",
    name: "output",
    value: "PLACE",
    text: "Where documents go: elasticsearch, ndjson:FILE or bulk:FILE (- for stdout)",
    config: "output",
  },
] as const satisfies readonly Flag[];

const help: Help = {
  summary: "Looks at everything that a run needs: configuration, MISP and its key, decay scores " +
    "against MISP's own, Elasticsearch and its privileges, assets, clocks and files. Changes " +
    "nothing. Prints a line for each, with what to do.",
  examples: [
    { text: "Before the first run", command: "ti-misp check --config ti-misp.yaml" },
    {
      text: "Every setting with where it comes from, secrets masked",
      command: "ti-misp check --config ti-misp.yaml --verbose",
    },
    { text: "Only what is wrong", command: "ti-misp check --config ti-misp.yaml --quiet" },
  ],
  usage: "ti-misp check [FLAGS]",
  flags: FLAGS,
  notes: ["The exit code is that of the worst error; with warnings alone it is 0."],
  exitCodes: EXIT_CODES,
};

export const check: Command = {
  name: "check",
  text: "Look at everything that a run needs",
  help,
  flags: FLAGS,
  async run(world, argv) {
    const { values, settings } = parseArguments(argv, FLAGS);
    const [{ runCheck }, { printCheck }] = await Promise.all([
      import("../lib/run/check.ts"),
      import("../lib/run/print_check.ts"),
    ]);
    return await printCheck(world, await runCheck({ world, values, settings }), {
      json: values.json === true,
      quiet: values.quiet === true,
      verbose: values.verbose === true,
    });
  },
};
