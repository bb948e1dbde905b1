/** Installs what a sync needs on the server, and tells what it did. */
import { EXIT } from "../cli/exit.ts";
import type { Session } from "../cli/session.ts";
import { applyInstall, describePlan, planInstall, type PlannedAsset } from "../elastic/install.ts";
import { namesOf } from "../elastic/names.ts";
import { connect } from "./open_elastic.ts";

export interface InstallOptions {
  readonly dryRun: boolean;
  readonly json: boolean;
}

export async function install(session: Session, options: InstallOptions): Promise<number> {
  const { context, config, quiet } = session;
  const names = namesOf(config.elasticsearch.namespace);
  await using client = await connect(session, context);
  const plan = await planInstall(client, names);
  if (!options.dryRun) await applyInstall(client, names, plan);
  if (options.json) await context.stdout.write(`${JSON.stringify(resultOf(plan, options))}\n`);
  else if (!quiet) await context.stdout.write(`${describePlan(plan)}\n${closing(plan, options)}\n`);
  return EXIT.done;
}

function isChange({ action }: PlannedAsset): boolean {
  return action === "create" || action === "update";
}

function closing(plan: readonly PlannedAsset[], { dryRun }: InstallOptions): string {
  const changes = plan.filter(isChange).length;
  if (changes === 0) return "Everything is as it should be";
  return dryRun ? `${changes} to be changed; nothing was done` : `${changes} changed and verified`;
}

function resultOf(plan: readonly PlannedAsset[], { dryRun }: InstallOptions) {
  return {
    schema_version: 1,
    command: "install-assets",
    dry_run: dryRun,
    assets: plan.map(({ asset, action, differences }) => ({
      kind: asset.kind,
      name: asset.name,
      version: asset.version,
      action,
      differences,
    })),
  };
}
