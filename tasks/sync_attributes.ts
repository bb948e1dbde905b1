/** `ti-misp sync-attributes` */
import { parseArguments } from "../lib/cli/arguments.ts";
import type { Command } from "../lib/cli/command.ts";
import { EXIT_CODES } from "../lib/cli/exit.ts";
import type { Help } from "../lib/cli/help.ts";
import { sampleSize, scopeOptions, SYNC_FLAGS } from "../lib/run/sync_flags.ts";

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
  flags: SYNC_FLAGS,
  exitCodes: EXIT_CODES,
};

export const syncAttributes: Command = {
  name: "sync-attributes",
  text: "Reconcile the current indicators",
  help,
  flags: SYNC_FLAGS,
  async run(world, argv) {
    const { values, settings } = parseArguments(argv, SYNC_FLAGS);
    const scope = scopeOptions(values, world.clock.now());
    const sample = sampleSize(values);
    // What the work needs is loaded only now: a help text should not wait for it.
    const [{ openSession }, { serversOf }, { runSync }, { printResult }] = await Promise.all([
      import("../lib/cli/session.ts"),
      import("../lib/config/servers.ts"),
      import("../lib/run/sync.ts"),
      import("../lib/run/print_result.ts"),
    ]);
    using session = await openSession(world, values, settings, serversOf);
    const result = await runSync(session, {
      command: "sync-attributes",
      dryRun: values["dry-run"] === true,
      full: values.full === true,
      expire: values.expire !== false,
      scope,
      sample,
    });
    await printResult(session, result, { json: values.json === true });
    return result.exitCode;
  },
};
