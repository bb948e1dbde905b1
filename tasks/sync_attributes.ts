/** `ti-misp sync-attributes` */
import type { Command } from "../lib/cli/command.ts";
import { EXIT_CODES } from "../lib/cli/exit.ts";
import type { Help } from "../lib/cli/help.ts";
import { runSyncCommand } from "../lib/run/sync_command.ts";
import { EXPIRE_FLAG, SYNC_FLAGS } from "../lib/run/sync_flags.ts";

const FLAGS = [...SYNC_FLAGS, EXPIRE_FLAG];

const help: Help = {
  summary: "Makes the index of current indicators what MISP says it should be: one ECS document " +
    "for each attribute that is published, selected, not deleted and not decayed.",
  examples: [
    {
      text: "Every ten minutes, from cron",
      command: "ti-misp sync-attributes --config ti-misp.yaml --quiet",
    },
    {
      text: "See what would change",
      command: "ti-misp sync-attributes --config ti-misp.yaml --dry-run",
    },
    {
      text: "A feed into a file, without any server",
      command: "ti-misp sync-attributes --source feed:./feed --output ndjson:indicators.ndjson",
    },
    {
      text: "A backfill shared by two machines; this one does the first half",
      command: "ti-misp sync-attributes --config ti-misp.yaml --shard 1/2",
    },
    {
      text: "One event, now",
      command:
        "ti-misp sync-attributes --config ti-misp.yaml --event 5f0c1a2b-0000-4000-8000-0123456789ab",
    },
  ],
  usage: "ti-misp sync-attributes [FLAGS]",
  flags: FLAGS,
  exitCodes: EXIT_CODES,
};

export const syncAttributes: Command = {
  name: "sync-attributes",
  text: "Reconcile the current indicators",
  help,
  flags: FLAGS,
  run: (world, argv) => runSyncCommand({ name: "sync-attributes", keeps: "current" }, world, argv),
};
