/** `ti-misp status` */
import { type Flag, parseArguments, UsageError } from "../lib/cli/arguments.ts";
import type { Command } from "../lib/cli/command.ts";
import { COMMON_FLAGS } from "../lib/cli/common_flags.ts";
import { EXIT_CODES } from "../lib/cli/exit.ts";
import type { Help } from "../lib/cli/help.ts";

const FLAGS = [
  ...COMMON_FLAGS,
  {
    kind: "string",
    name: "html",
    value: "FILE",
    text: "Write one page with charts there as well, or to stdout instead (-)",
  },
] as const satisfies readonly Flag[];

const help: Help = {
  summary: "Tells how things stand in Elasticsearch: how the last run of each command ended, the " +
    "events in the ledger, the documents by type and TLP, what ends next, and how far MISP is ahead.",
  examples: [
    { text: "As tables", command: "ti-misp status --config ti-misp.yaml" },
    {
      text: "A page for a browser, every hour from cron",
      command: "ti-misp status --config ti-misp.yaml --quiet --html /var/www/ti-misp.html",
    },
    { text: "For a program", command: "ti-misp status --config ti-misp.yaml --json" },
  ],
  usage: "ti-misp status [FLAGS]",
  flags: FLAGS,
  notes: [
    "The page holds everything in itself and asks nobody for anything; it can be sent by mail.",
  ],
  exitCodes: EXIT_CODES,
};

export const status: Command = {
  name: "status",
  text: "Tell how things stand: last runs, documents, what ends next",
  help,
  flags: FLAGS,
  async run(world, argv) {
    const { values, settings } = parseArguments(argv, FLAGS);
    if (values.html === "-" && values.json === true) {
      throw new UsageError("Flags --json and --html=- both want stdout: give --html a file");
    }
    const [{ openSession }, { runStatusCommand, serversOfStatus }] = await Promise.all([
      import("../lib/cli/session.ts"),
      import("../lib/run/status.ts"),
    ]);
    using session = await openSession(world, values, settings, serversOfStatus);
    return await runStatusCommand(session, { json: values.json === true, html: values.html });
  },
};
