/** What `install-assets` does, on a cluster of the tests. */
import { ASSET_DEFAULTS, type AssetSettings } from "../../../lib/elastic/asset_settings.ts";
import { applyInstall } from "../../../lib/elastic/install.ts";
import {
  type InstallTarget,
  planInstall,
  type PlannedAsset,
} from "../../../lib/elastic/install_plan.ts";
import type { Cluster } from "./cluster.ts";

export function targetOf({ client, names }: Cluster, settings: Partial<AssetSettings> = {}) {
  return {
    connection: client,
    names,
    settings: { ...ASSET_DEFAULTS, ...settings },
  } satisfies InstallTarget;
}

/** Gives what was done. */
export async function install(
  cluster: Cluster,
  settings: Partial<AssetSettings> = {},
): Promise<readonly PlannedAsset[]> {
  const target = targetOf(cluster, settings);
  const plan = await planInstall(target);
  await applyInstall(target, cluster.context, plan);
  return plan;
}

/** `create index`, for each asset; policies, which not every server has, are left out. */
export function actionsOf(plan: readonly PlannedAsset[]): readonly string[] {
  return plan.filter(({ asset }) => !asset.kind.endsWith("_policy"))
    .map(({ asset, action }) => `${action} ${asset.kind}`);
}
