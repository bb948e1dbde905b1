/** The table of commands. */
import { UsageError } from "../lib/cli/arguments.ts";
import type { Command } from "../lib/cli/command.ts";
import { EXIT_CODES } from "../lib/cli/exit.ts";
import type { Help } from "../lib/cli/help.ts";
import { didYouMean } from "../lib/cli/suggest.ts";
import { check } from "./check.ts";
import { completionsOf } from "./completions.ts";
import { expire } from "./expire.ts";
import { installAssets } from "./install_assets.ts";
import { map } from "./map.ts";
import { status } from "./status.ts";
import { syncAttributes } from "./sync_attributes.ts";
import { syncEvents } from "./sync_events.ts";

export const COMMANDS: readonly Command[] = [
  syncAttributes,
  syncEvents,
  expire,
  check,
  status,
  map,
  installAssets,
  completionsOf(() => COMMANDS),
];

/** @throws {UsageError} with the nearest name when there is no such command. */
export function commandNamed(name: string): Command {
  const command = COMMANDS.find((command) => command.name === name);
  if (command !== undefined) return command;
  const hint = didYouMean(name, COMMANDS.map((command) => command.name));
  throw new UsageError(`Unknown command "${name}"${hint}`);
}

export const HELP: Help = {
  summary: "Keeps Elasticsearch in step with MISP: every attribute that should be an indicator " +
    "is one, as an ECS document, and every one that should no longer be is gone.",
  examples: [
    {
      text: "See what a MISP feed becomes, without any server",
      command: "ti-misp sync-attributes --source feed:./feed --output ndjson:-",
    },
    {
      text: "Prepare Elasticsearch, once",
      command: "ti-misp install-assets --config ti-misp.yaml",
    },
    {
      text: "Bring the indicators up to date, from cron",
      command: "ti-misp sync-attributes --config ti-misp.yaml --quiet",
    },
  ],
  usage: "ti-misp COMMAND [FLAGS]",
  commands: COMMANDS.map(({ name, text }) => ({ name, text })),
  flags: [
    { kind: "boolean", name: "help", short: "h", text: "Show this help, or that of a command" },
    { kind: "boolean", name: "version", short: "V", text: "Show the version" },
  ],
  exitCodes: EXIT_CODES,
};
