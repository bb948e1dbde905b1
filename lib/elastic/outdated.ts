import type { Context } from "../context.ts";
import type { Asset } from "./asset.ts";
import type { InstallTarget } from "./install_plan.ts";
import type { InstalledAsset } from "./installed.ts";

export type InstallContext = Pick<Context, "clock" | "log" | "signal">;

/** An asset that is there, but not as it should be. */
export interface Outdated {
  readonly target: InstallTarget;
  readonly context: InstallContext;
  readonly asset: Asset;
  readonly installed: InstalledAsset;
}
