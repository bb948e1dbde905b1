/** What installing would do: each asset as it should be against what the server has. */
import { PreconditionError } from "../errors.ts";
import type { Asset, AssetKind } from "./asset.ts";
import { type Difference, differences } from "./asset_diff.ts";
import type { AssetSettings } from "./asset_settings.ts";
import { assetsFor } from "./assets.ts";
import { serverFacts } from "./features.ts";
import { type InstalledAsset, readInstalled } from "./installed.ts";
import type { JsonObject } from "./json.ts";
import { keepingKeywords } from "./kept_keywords.ts";
import { countOf } from "./latest_index.ts";
import type { Names } from "./names.ts";
import type { ElasticConnection } from "./request.ts";

/**
 * - `replace`: the index cannot take its new mapping; a new one takes its place.
 * - `newer`: a later version of ti-misp made it, and it is left alone.
 * - `unavailable`: this server cannot have it; the asset tells why.
 */
export type AssetAction =
  | "create"
  | "update"
  | "replace"
  | "delete"
  | "unchanged"
  | "newer"
  | "unavailable";

export interface PlannedAsset {
  readonly asset: Asset;
  readonly action: AssetAction;
  readonly differences: readonly Difference[];
  /** What is there now. */
  readonly installed: InstalledAsset | undefined;
}

export interface InstallTarget {
  readonly connection: ElasticConnection;
  readonly names: Names;
  readonly settings: AssetSettings;
}

/** Nothing is changed. */
export async function planInstall(target: InstallTarget): Promise<readonly PlannedAsset[]> {
  const { connection, names, settings } = target;
  const server = await serverFacts(connection);
  const plan: PlannedAsset[] = [];
  for (const asset of assetsFor(names, server, settings)) {
    const installed = asset.unavailable === undefined
      ? await readInstalled(connection, asset)
      : undefined;
    plan.push(...planned(asset, installed));
  }
  await refuseTwoWriters(target, plan);
  return plan;
}

export function isChange({ action }: PlannedAsset): boolean {
  return action === "create" || action === "update" || action === "replace" || action === "delete";
}

function planned(asset: Asset, installed: InstalledAsset | undefined): readonly PlannedAsset[] {
  const found = (action: AssetAction, differences: readonly Difference[] = []) => [
    { asset, action, differences, installed },
  ];
  if (asset.unavailable !== undefined) return found("unavailable");
  if (asset.unwanted === true) return installed?.version === undefined ? [] : found("delete");
  if (installed === undefined) {
    // The first record makes it.
    if (asset.kind === "data_stream") return [];
    return found("create", differences(asset.body, {}));
  }
  requireKind(asset, installed);
  if ((installed.version ?? 0) > asset.version) return found("newer");
  const differing = differencesOf(asset, installed.body);
  return found(changeFor(asset, differing), differing);
}

function requireKind({ kind, name }: Asset, { body }: InstalledAsset): void {
  if (Object.keys(body).length > 0) return;
  const [found, needed] = kind === "index"
    ? ["an alias or a data stream", "an index"]
    : ["an index or an alias", "a data stream"];
  throw new PreconditionError(
    `"${name}" is ${found} on this server, but it must be ${needed}: remove it, or choose another ` +
      "elasticsearch.namespace",
  );
}

function changeFor({ kind }: Asset, differing: readonly Difference[]): AssetAction {
  if (differing.length === 0) return "unchanged";
  return kind === "index" && differing.some(isFixed) ? "replace" : "update";
}

/** What can be changed of a field that is there; the rest is fixed for as long as the index lives. */
const CHANGEABLE = new Set(["dynamic", "ignore_above", "ignore_malformed", "search_analyzer"]);

function isFixed({ path, wanted, installed }: Difference): boolean {
  const steps = path.split(".");
  return steps[0] === "mappings" && steps[1] === "properties" && wanted !== undefined &&
    installed !== undefined && !CHANGEABLE.has(steps.at(-1) ?? "");
}

type Comparison = (wanted: JsonObject, installed: JsonObject) => readonly Difference[];

/** Servers add names of their own beside those that were set, but nothing within them. */
const compareNamed: Comparison = (wanted, installed) => {
  const names = Object.keys(wanted);
  return differences(wanted, Object.fromEntries(names.map((name) => [name, installed[name]])));
};

/** Only what ti-misp set: servers add defaults. */
const compareWanted: Comparison = (wanted, installed) =>
  differences(wanted, installed).filter((difference) => difference.wanted !== undefined);

/** A phase or state that is there besides is no default: it deletes what should be kept. */
const comparePolicy: Comparison = (wanted, installed) => {
  const stages = new Set(differences(wanted, {}).map(({ path }) => stageOf(path)));
  return differences(wanted, installed)
    .filter(({ path, wanted }) => wanted !== undefined || !stages.has(stageOf(path)));
};

/** `policy.phases.delete`, `policy.states.1`; for the rest the policy as a whole. */
function stageOf(path: string): string {
  return /^policy\.(?:phases|states)\.[^.]+/.exec(path)?.[0] ?? "policy";
}

/** Operators add fields, and choose shards and replicas. */
const compareIndex: Comparison = ({ settings: _, ...wanted }, installed) =>
  compareWanted(keepingKeywords(wanted, installed), installed);

const COMPARED = {
  ilm_policy: comparePolicy,
  ism_policy: comparePolicy,
  ingest_pipeline: compareNamed,
  component_template: compareNamed,
  index_template: compareNamed,
  index: compareIndex,
  data_stream: compareIndex,
  transform: compareWanted,
} satisfies Record<AssetKind, Comparison>;

function differencesOf({ kind, body }: Asset, installed: JsonObject): readonly Difference[] {
  return COMPARED[kind](body, installed);
}

/** A transform gives documents ids of its own, so that each indicator would be there twice. */
async function refuseTwoWriters(
  { connection, names }: InstallTarget,
  plan: readonly PlannedAsset[],
): Promise<void> {
  const starts = plan.some(({ asset, action }) =>
    asset.kind === "transform" && action === "create"
  );
  const there = plan.some(({ asset, installed }) =>
    asset.kind === "index" && asset.name === names.latest && installed !== undefined
  );
  if (!starts || !there) return;
  const documents = await countOf(connection, names.latest, { match_all: {} });
  if (documents === 0) return;
  throw new PreconditionError(
    `Index "${names.latest}" holds ${documents} documents that ti-misp wrote itself, and the ` +
      "transform would add each of them once more: remove them with ti-misp install-assets " +
      "--uninstall --with-data, or set elasticsearch.latest to direct",
  );
}
