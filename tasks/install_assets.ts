/** `ti-misp install-assets` */
import { type Flag, parseArguments } from "../lib/cli/arguments.ts";
import type { Command } from "../lib/cli/command.ts";
import { COMMON_FLAGS } from "../lib/cli/common_flags.ts";
import { EXIT_CODES } from "../lib/cli/exit.ts";
import type { Help } from "../lib/cli/help.ts";

const FLAGS = [
  ...COMMON_FLAGS,
  { kind: "boolean", name: "dry-run", text: "Show what would be changed, and change nothing" },
] as const satisfies readonly Flag[];

const help: Help = {
  summary: "Prepares Elasticsearch or OpenSearch: index template, index of current indicators " +
    "with its alias, and the state index. Shows the differences, applies them and looks again; " +
    "run it once before the first sync and after each upgrade.",
  examples: [
    { text: "See what would be made", command: "ti-misp install-assets --dry-run" },
    { text: "Make it", command: "ti-misp install-assets --config ti-misp.yaml" },
  ],
  usage: "ti-misp install-assets [FLAGS]",
  flags: FLAGS,
  exitCodes: EXIT_CODES,
};

export const installAssets: Command = {
  name: "install-assets",
  text: "Prepare Elasticsearch: templates, indices, alias",
  help,
  flags: FLAGS,
  async run(world, argv) {
    const { values, settings } = parseArguments(argv, FLAGS);
    const [{ openSession }, { install }] = await Promise.all([
      import("../lib/cli/session.ts"),
      import("../lib/run/install.ts"),
    ]);
    using session = await openSession(world, values, settings, () => ["elasticsearch"]);
    return await install(session, {
      dryRun: values["dry-run"] === true,
      json: values.json === true,
    });
  },
};
