/** `ti-misp expire` */
import { type Flag, parseArguments } from "../lib/cli/arguments.ts";
import type { Command } from "../lib/cli/command.ts";
import { COMMON_FLAGS, WATCH_FLAGS } from "../lib/cli/common_flags.ts";
import { EXIT_CODES } from "../lib/cli/exit.ts";
import type { Help } from "../lib/cli/help.ts";

const FLAGS = [
  ...COMMON_FLAGS,
  {
    kind: "boolean",
    name: "dry-run",
    text: "Tell what would go, by rule and type, and what ends next; change nothing",
  },
  {
    kind: "boolean",
    name: "mark",
    text: "Set misp.attribute.decayed instead of deleting at once",
    config: "expire.action",
  },
  {
    kind: "string",
    name: "keep",
    value: "DURATION",
    text: "How long a marked document stays before it is deleted",
    config: "expire.keep",
  },
  {
    kind: "boolean",
    name: "reconcile",
    negatable: true,
    text: "Remove what MISP no longer has, too; --no-reconcile does without MISP",
  },
  {
    kind: "string",
    name: "max-delete",
    value: "PERCENT|COUNT",
    text: "Stop (exit 7) before deleting anything when more of the documents would go",
    config: "run.max_delete",
  },
  {
    kind: "string",
    name: "output",
    value: "PLACE",
    text: "Where the documents are: elasticsearch, or ndjson:FILE",
    config: "output",
  },
  {
    kind: "string",
    name: "source",
    value: "api|feed:PLACE",
    text: "Where events come from: the MISP API, or a feed's directory or URL",
    config: "source",
  },
  ...WATCH_FLAGS,
] as const satisfies readonly Flag[];

const help: Help = {
  summary: "Removes indicators that have decayed or outlived their duration since they were " +
    "written, and those of events that MISP no longer has. sync-attributes does the first at its " +
    "end, too: this command is for more often, or for when MISP is away.",
  examples: [
    { text: "What would go now, and what ends next", command: "ti-misp expire --dry-run" },
    { text: "Every hour, from cron", command: "ti-misp expire --config ti-misp.yaml --quiet" },
    {
      text: "Keep what has ended for a week, marked as decayed",
      command: "ti-misp expire --config ti-misp.yaml --mark --keep 7d",
    },
    {
      text: "Without asking MISP",
      command: "ti-misp expire --config ti-misp.yaml --no-reconcile",
    },
  ],
  usage: "ti-misp expire [FLAGS]",
  flags: FLAGS,
  exitCodes: EXIT_CODES,
};

export const expire: Command = {
  name: "expire",
  text: "Remove what has decayed or expired, and what MISP no longer has",
  help,
  flags: FLAGS,
  async run(world, argv) {
    const { values, settings } = parseArguments(argv, FLAGS);
    const [{ openSession }, { runExpire, serversOfExpire }, { printResult }] = await Promise.all([
      import("../lib/cli/session.ts"),
      import("../lib/run/expire.ts"),
      import("../lib/run/print_result.ts"),
    ]);
    const reconciles = values.reconcile !== false;
    using session = await openSession(
      world,
      values,
      settings.map((setting) =>
        setting.path === "expire.action" ? { ...setting, value: "mark" } : setting
      ),
      (config) => serversOfExpire(config, reconciles),
    );
    const result = await runExpire(session, {
      dryRun: values["dry-run"] === true,
      reconciles,
    });
    await printResult(session, result, { json: values.json === true });
    return result.exitCode;
  },
};
