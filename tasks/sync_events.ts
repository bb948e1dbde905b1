/** `ti-misp sync-events` */
import type { Command } from "../lib/cli/command.ts";
import { EXIT_CODES } from "../lib/cli/exit.ts";
import type { Help } from "../lib/cli/help.ts";
import { runSyncCommand } from "../lib/run/sync_command.ts";
import { SYNC_FLAGS } from "../lib/run/sync_flags.ts";

const help: Help = {
  summary: "Appends each revision of each attribute, with the full context of its event, to the " +
    "journal: a data stream that tells what MISP said and when. A deleted attribute or event is " +
    "told as such; what was written is never changed, and a second run adds nothing.",
  examples: [
    { text: "Every hour, from cron", command: "ti-misp sync-events --config ti-misp.yaml --quiet" },
    {
      text: "See what would be added",
      command: "ti-misp sync-events --config ti-misp.yaml --dry-run",
    },
    {
      text: "A feed as documents on stdout",
      command: "ti-misp sync-events --source feed:./feed --output ndjson:-",
    },
  ],
  usage: "ti-misp sync-events [FLAGS]",
  flags: SYNC_FLAGS,
  exitCodes: EXIT_CODES,
};

export const syncEvents: Command = {
  name: "sync-events",
  text: "Append each revision of each event to the journal",
  help,
  flags: SYNC_FLAGS,
  run: (world, argv) => runSyncCommand({ name: "sync-events", keeps: "journal" }, world, argv),
};
