import { describeDifference } from "./asset_diff.ts";
import type { PlannedAsset } from "./install_plan.ts";

const WIDTH = "unavailable".length;
const INDENT = " ".repeat(WIDTH + 1);

/** A line for each asset, and below it the lines that differ, or why it cannot be had. */
export function describePlan(plan: readonly PlannedAsset[]): string {
  return plan.flatMap((planned) => [
    `${planned.action.padEnd(WIDTH)} ${planned.asset.title}`,
    ...detailsOf(planned).map((line) => INDENT + line),
  ]).join("\n");
}

function detailsOf({ asset, action, differences }: PlannedAsset): readonly string[] {
  if (action === "unavailable") return [asset.unavailable ?? ""];
  const changes = action === "update" || action === "replace";
  return changes ? differences.flatMap(describeDifference) : [];
}

/** All that would change, in the form of a unified diff; empty when nothing would. */
export function diffOf(plan: readonly PlannedAsset[]): string {
  return plan.filter(({ action }) => SIGNS[action] !== undefined).flatMap((planned) => [
    `--- ${planned.installed === undefined ? "/dev/null" : planned.asset.title}`,
    `+++ ${planned.action === "delete" ? "/dev/null" : planned.asset.title}`,
    `@@ ${SIGNS[planned.action]} @@`,
    ...planned.differences.flatMap(describeDifference),
  ]).join("\n");
}

const SIGNS: Readonly<Partial<Record<PlannedAsset["action"], string>>> = {
  create: "create",
  update: "update",
  replace: "replace: a new index with a copy of its documents",
  delete: "delete",
};
