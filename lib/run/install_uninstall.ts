/** Takes away what `install-assets` made, after asking. */
import { EXIT } from "../cli/exit.ts";
import { formatCount } from "../cli/report.ts";
import type { Session } from "../cli/session.ts";
import { UsageError } from "../cli/arguments.ts";
import { applyUninstall, type PlannedRemoval, planUninstall } from "../elastic/uninstall.ts";
import { removeKibana } from "../kibana/install.ts";
import { namesOf } from "../elastic/names.ts";
import { assetSettings } from "./asset_settings.ts";
import { confirm } from "./confirm.ts";
import { connect } from "./open_elastic.ts";
import { openKibana } from "./open_kibana.ts";

export interface UninstallOptions {
  readonly dryRun: boolean;
  readonly withData: boolean;
  /** Whether not to ask. */
  readonly yes: boolean;
  readonly json: boolean;
}

export async function uninstall(session: Session, options: UninstallOptions): Promise<number> {
  const { context, config, quiet } = session;
  const names = namesOf(config.elasticsearch.namespace);
  await using connection = await connect(session, context);
  const target = { connection, names, settings: assetSettings(config) };
  const plan = await planUninstall(target, options.withData);
  using kibana = await openKibana(session);
  const goes = kibana !== undefined || plan.some(({ kept }) => kept === undefined);
  if (goes && !options.dryRun) {
    if (!options.yes && !await mayGo(session, plan)) return EXIT.failed;
    if (kibana !== undefined) await removeKibana(kibana);
    await applyUninstall(connection, plan);
  }
  if (options.json) await context.stdout.write(`${JSON.stringify(resultOf(plan, options))}\n`);
  else if (!quiet) await context.stdout.write(`${textOf(plan)}\n`);
  return EXIT.done;
}

async function mayGo({ context, config }: Session, plan: readonly PlannedRemoval[]) {
  if (!context.stderr.isTerminal) {
    throw new UsageError("Flag --uninstall asks before it removes anything: add --yes to go on");
  }
  const { namespace } = config.elasticsearch;
  const also = config.kibana.url === undefined ? "" : "\nremove data views, dashboard and rules";
  return await confirm(
    context,
    `${textOf(plan)}${also}\nRemove this of namespace "${namespace}"? [y/N] `,
  );
}

function textOf(plan: readonly PlannedRemoval[]): string {
  if (plan.length === 0) return "Nothing is installed";
  return plan.map(({ asset, documents, kept }) => {
    const count = documents === undefined ? "" : ` (documents: ${formatCount(documents)})`;
    const why = kept === undefined ? "" : `: ${kept}`;
    return `${kept === undefined ? "remove" : "keep  "} ${asset.title}${count}${why}`;
  }).join("\n");
}

function resultOf(plan: readonly PlannedRemoval[], { dryRun }: UninstallOptions) {
  return {
    schema_version: 1,
    command: "install-assets",
    dry_run: dryRun,
    removals: plan.map(({ asset, documents, kept }) => ({
      kind: asset.kind,
      name: asset.name,
      action: kept === undefined ? "remove" : "keep",
      reason: kept,
      documents,
    })),
  };
}
