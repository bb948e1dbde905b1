/** Installs what a sync needs on the server, and tells what it did. */
import { EXIT } from "../cli/exit.ts";
import type { Session } from "../cli/session.ts";
import { describePlan, diffOf } from "../elastic/describe_plan.ts";
import { applyInstall } from "../elastic/install.ts";
import { isChange, planInstall, type PlannedAsset } from "../elastic/install_plan.ts";
import { namesOf } from "../elastic/names.ts";
import { assetSettings } from "./asset_settings.ts";
import { connect } from "./open_elastic.ts";

export interface InstallOptions {
  /** `plan` and `diff` change nothing. */
  readonly mode: "apply" | "plan" | "diff";
  readonly json: boolean;
}

/** As `diff` and `kubectl diff` do: 1 tells that something differs. */
const DIFFERS = 1;

export async function install(session: Session, options: InstallOptions): Promise<number> {
  const { context, config, quiet } = session;
  const names = namesOf(config.elasticsearch.namespace);
  await using connection = await connect(session, context);
  const target = { connection, names, settings: assetSettings(config) };
  const plan = await planInstall(target);
  if (options.mode === "apply") {
    for (const { asset } of plan) {
      if (asset.unavailable !== undefined) {
        context.log.warn(`No ${asset.title}: ${asset.unavailable}`);
      }
    }
    await applyInstall(target, context, plan);
  }
  if (options.json) await context.stdout.write(`${JSON.stringify(resultOf(plan, options))}\n`);
  else if (!quiet) await context.stdout.write(TEXTS[options.mode](plan));
  return options.mode === "diff" && plan.some(isChange) ? DIFFERS : EXIT.done;
}

const TEXTS = {
  apply: (plan) => `${describePlan(plan)}\n${closing(plan, "changed and verified")}\n`,
  plan: (plan) => `${describePlan(plan)}\n${closing(plan, "to be changed; nothing was done")}\n`,
  diff: (plan) => plan.some(isChange) ? `${diffOf(plan)}\n` : "",
} satisfies Record<InstallOptions["mode"], (plan: readonly PlannedAsset[]) => string>;

function closing(plan: readonly PlannedAsset[], done: string): string {
  const changes = plan.filter(isChange).length;
  return changes === 0 ? "Everything is as it should be" : `${changes} ${done}`;
}

function resultOf(plan: readonly PlannedAsset[], { mode }: InstallOptions) {
  return {
    schema_version: 1,
    command: "install-assets",
    dry_run: mode !== "apply",
    assets: plan.map(({ asset, action, differences }) => ({
      kind: asset.kind,
      name: asset.name,
      version: asset.version,
      action,
      reason: asset.unavailable,
      differences,
    })),
  };
}
