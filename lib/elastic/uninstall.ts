/** Takes the assets away again; data only when asked for. */
import type { Asset, AssetKind } from "./asset.ts";
import { ASSET_DEFAULTS, type AssetSettings } from "./asset_settings.ts";
import { assetsFor } from "./assets.ts";
import { type ServerFacts, serverFacts } from "./features.ts";
import type { InstallTarget } from "./install_plan.ts";
import { type InstalledAsset, PLACES, readInstalled } from "./installed.ts";
import { countOf } from "./latest_index.ts";
import { removeIfThere } from "./remove.ts";
import type { ElasticConnection } from "./request.ts";
import { removeTransform } from "./transforms.ts";

export interface PlannedRemoval {
  readonly asset: Asset;
  readonly path: string;
  /** Of an index or a data stream. */
  readonly documents: number | undefined;
  /** Why it stays; undefined for what goes. */
  readonly kept: string | undefined;
}

interface Uninstallation {
  readonly target: InstallTarget;
  readonly server: ServerFacts;
  readonly withData: boolean;
}

/** Whatever the settings were when the assets were made. */
const EVERYTHING: AssetSettings = { ...ASSET_DEFAULTS, latest: "transform", history: true };

/** What would be removed of what is there, in the order in which it can be. Nothing is changed. */
export async function planUninstall(
  target: InstallTarget,
  withData: boolean,
): Promise<readonly PlannedRemoval[]> {
  const { connection, names } = target;
  const server = await serverFacts(connection);
  const found: PlannedRemoval[] = [];
  for (const asset of inOrder(assetsFor(names, server, EVERYTHING))) {
    const installed = await readInstalled(connection, asset);
    if (installed?.version === undefined) continue;
    const removal = HOLDS_DATA.has(asset.kind)
      ? await dataRemoval({ target, server, withData }, asset, installed)
      : { asset, path: PLACES[asset.kind].path(asset.name), documents: undefined, kept: undefined };
    found.push({ ...removal, kept: removal.kept ?? neededBy(asset, found) });
  }
  return found;
}

const HOLDS_DATA: ReadonlySet<AssetKind> = new Set(["index", "data_stream"]);

/** Each after what needs it. */
const ORDER: readonly AssetKind[] = [
  "transform",
  "data_stream",
  "index",
  "index_template",
  "component_template",
  "ingest_pipeline",
  "ilm_policy",
  "ism_policy",
];

function inOrder(assets: readonly Asset[]): readonly Asset[] {
  return assets.toSorted((one, other) => ORDER.indexOf(one.kind) - ORDER.indexOf(other.kind));
}

async function dataRemoval(
  { target: { connection }, server, withData }: Uninstallation,
  asset: Asset,
  { index }: InstalledAsset,
): Promise<PlannedRemoval> {
  const isStream = asset.kind === "data_stream";
  const kept = !withData
    ? "it holds data: add --with-data to remove it"
    : isStream && !server.features.dataStreams
    ? "this server lacks the API that removes data streams"
    : undefined;
  return {
    asset,
    path: isStream ? `/_data_stream/${asset.name}` : `/${index}`,
    documents: await countOf(connection, asset.name, { match_all: {} }),
    kept,
  };
}

/** A data stream that stays needs its template, and that what it is made of. */
function neededBy(asset: Asset, found: readonly PlannedRemoval[]): string | undefined {
  const needs = NEEDS[asset.kind];
  const user = found.find((each) => each.kept !== undefined && needs?.(each.asset, asset) === true);
  return user === undefined ? undefined : `the ${user.asset.title} needs it`;
}

const NEEDS: Readonly<Partial<Record<AssetKind, (user: Asset, asset: Asset) => boolean>>> = {
  index_template: (user, { name }) => user.kind === "data_stream" && user.name === name,
  component_template: (user) => user.kind === "index_template",
  ingest_pipeline: (user, { name }) => user.kind === "index_template" && mentions(user, name),
  ilm_policy: (user, { name }) => user.kind === "index_template" && mentions(user, name),
  ism_policy: (user, asset) => user.kind === "data_stream" && mentions(asset, user.name),
};

function mentions({ body }: Asset, name: string): boolean {
  return JSON.stringify(body).includes(`"${name}"`);
}

export async function applyUninstall(
  connection: ElasticConnection,
  plan: readonly PlannedRemoval[],
): Promise<void> {
  for (const { asset, path, kept } of plan) {
    if (kept !== undefined) continue;
    if (asset.kind === "transform") await removeTransform(connection, asset.name);
    else await removeIfThere(connection, path);
  }
}
