/** What the commands that sync have in common: flags into options, a run, its report. */
import { parseArguments } from "../cli/arguments.ts";
import type { World } from "../context.ts";
import type { Kept } from "./output.ts";
import { EXPIRE_FLAG, sampleSize, scopeOptions, SYNC_FLAGS } from "./sync_flags.ts";

export interface SyncCommand {
  readonly name: string;
  readonly keeps: Kept;
}

const FLAGS = { current: [...SYNC_FLAGS, EXPIRE_FLAG], journal: [...SYNC_FLAGS] } as const;

/** What the work needs is loaded only here: a help text should not wait for it. */
export async function runSyncCommand(
  { name, keeps }: SyncCommand,
  world: World,
  argv: readonly string[],
): Promise<number> {
  const { values, settings } = parseArguments(argv, FLAGS[keeps]);
  const scope = scopeOptions(values, world.clock.now());
  const sample = sampleSize(values);
  const [{ openSession }, { serversOf }, { runSync }, { printResult }] = await Promise.all([
    import("../cli/session.ts"),
    import("../config/servers.ts"),
    import("./sync.ts"),
    import("./print_result.ts"),
  ]);
  using session = await openSession(world, values, settings, serversOf);
  const result = await runSync(session, {
    command: name,
    keeps,
    dryRun: values["dry-run"] === true,
    full: values.full === true,
    expire: "expire" in values && values.expire !== false,
    scope,
    sample,
  });
  await printResult(session, result, { json: values.json === true });
  return result.exitCode;
}
