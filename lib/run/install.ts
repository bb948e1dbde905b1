/** Installs what a sync needs on the server, and tells what it did. */
import { EXIT } from "../cli/exit.ts";
import type { Session } from "../cli/session.ts";
import { describePlan, diffOf } from "../elastic/describe_plan.ts";
import { applyInstall } from "../elastic/install.ts";
import { isChange, planInstall, type PlannedAsset } from "../elastic/install_plan.ts";
import { namesOf } from "../elastic/names.ts";
import { applyKibana, planKibana, type PlannedKibanaObject } from "../kibana/install.ts";
import { assetSettings } from "./asset_settings.ts";
import { connect } from "./open_elastic.ts";
import { openKibana } from "./open_kibana.ts";

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
  using kibana = await openKibana(session);
  const target = { connection, names, settings: assetSettings(config) };
  const plan = await planInstall(target);
  const objects = kibana === undefined ? [] : await planKibana(kibana);
  if (options.mode === "apply") {
    for (const { asset } of plan) {
      if (asset.unavailable !== undefined) {
        context.log.warn(`No ${asset.title}: ${asset.unavailable}`);
      }
    }
    await applyInstall(target, context, plan);
    if (kibana !== undefined) await applyKibana(kibana, objects);
  }
  const all = { plan, objects };
  if (options.json) await context.stdout.write(`${JSON.stringify(resultOf(all, options))}\n`);
  else if (!quiet) await context.stdout.write(TEXTS[options.mode](all));
  return options.mode === "diff" && changesIn(all) > 0 ? DIFFERS : EXIT.done;
}

interface Plans {
  readonly plan: readonly PlannedAsset[];
  readonly objects: readonly PlannedKibanaObject[];
}

const TEXTS = {
  apply: (plans) => `${describe(plans)}\n${closing(plans, "changed and verified")}\n`,
  plan: (plans) => `${describe(plans)}\n${closing(plans, "to be changed; nothing was done")}\n`,
  diff: ({ plan, objects }) =>
    [
      ...plan.some(isChange) ? [`${diffOf(plan)}\n`] : [],
      ...objects.filter(isKibanaChange).map(({ title, action }) =>
        `+++ ${title}\n@@ ${action} @@\n`
      ),
    ].join(""),
} satisfies Record<InstallOptions["mode"], (plans: Plans) => string>;

function describe({ plan, objects }: Plans): string {
  const lines = objects.map(({ action, title }) => `${action.padEnd(11)} ${title}`);
  return [describePlan(plan), ...lines].join("\n");
}

function isKibanaChange({ action }: PlannedKibanaObject): boolean {
  return action === "create" || action === "update";
}

function changesIn({ plan, objects }: Plans): number {
  return plan.filter(isChange).length + objects.filter(isKibanaChange).length;
}

function closing(plans: Plans, done: string): string {
  const changes = changesIn(plans);
  return changes === 0 ? "Everything is as it should be" : `${changes} ${done}`;
}

function resultOf({ plan, objects }: Plans, { mode }: InstallOptions) {
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
    kibana: objects.map(({ title, action }) => ({ title, action })),
  };
}
