/** Brings the server's assets to what this version of ti-misp needs; a second time does nothing. */
import { PreconditionError, RequestError } from "../errors.ts";
import { describeDifference, type Difference, differences } from "./asset_diff.ts";
import { type Asset, type AssetKind, assetsFor } from "./assets.ts";
import { type InstalledAsset, PLACES, readInstalled } from "./installed.ts";
import { isObject, type JsonObject, objectAt } from "./json.ts";
import type { Names } from "./names.ts";
import type { ElasticConnection } from "./request.ts";

/** `newer`: a later version of ti-misp made it, and it is left alone. */
export type AssetAction = "create" | "update" | "unchanged" | "newer";

export interface PlannedAsset {
  readonly asset: Asset;
  readonly action: AssetAction;
  readonly differences: readonly Difference[];
}

/** What would be done; nothing is changed. */
export async function planInstall(
  connection: ElasticConnection,
  names: Names,
): Promise<readonly PlannedAsset[]> {
  const plan: PlannedAsset[] = [];
  for (const asset of assetsFor(names, connection.flavour)) {
    plan.push(planned(asset, await readInstalled(connection, asset)));
  }
  return plan;
}

function planned(asset: Asset, installed: InstalledAsset | undefined): PlannedAsset {
  if (installed === undefined) {
    return { asset, action: "create", differences: differences(asset.body, {}) };
  }
  if (Object.keys(installed.body).length === 0) {
    throw new PreconditionError(
      `"${asset.name}" is an alias or a data stream on this server, but it must be an index: ` +
        "remove it, or choose another elasticsearch.namespace",
    );
  }
  if ((installed.version ?? 0) > asset.version) return { asset, action: "newer", differences: [] };
  const found = COMPARED[asset.kind](asset.body, installed.body);
  return { asset, action: found.length === 0 ? "unchanged" : "update", differences: found };
}

type Comparison = (wanted: JsonObject, installed: JsonObject) => readonly Difference[];

/** Only what ti-misp set: servers add dates and defaults, operators add fields and shards. */
const COMPARED = {
  index_template: (wanted, installed) => {
    const names = Object.keys(wanted);
    const same = Object.fromEntries(names.map((name) => [name, installed[name]]));
    return differences(wanted, same);
  },
  index: ({ settings: _, ...wanted }, installed) =>
    differences(wanted, installed).filter((difference) => difference.wanted !== undefined),
} satisfies Record<AssetKind, Comparison>;

/**
 * Does what is planned, and looks whether it is so.
 *
 * @throws PreconditionError when an index cannot take its new mapping.
 */
export async function applyInstall(
  connection: ElasticConnection,
  names: Names,
  plan: readonly PlannedAsset[],
): Promise<void> {
  for (const { asset, action } of plan) {
    if (action === "create") await create(connection, asset);
    if (action === "update") await UPDATES[asset.kind](connection, asset);
  }
  const rest = (await planInstall(connection, names))
    .filter(({ action }) => action === "create" || action === "update");
  if (rest.length === 0) return;
  throw new Error(`After installing, the server still differs:\n${describePlan(rest)}`);
}

async function put(connection: ElasticConnection, asset: Asset): Promise<void> {
  const path = PLACES[asset.kind].path(asset.name);
  await connection.ask({ method: "PUT", path, body: asset.body });
}

async function create(connection: ElasticConnection, asset: Asset): Promise<void> {
  try {
    await put(connection, asset);
  } catch (error) {
    // Another one made it meanwhile, or the answer to an earlier attempt was lost.
    const there = error instanceof RequestError &&
      error.message.includes("resource_already_exists_exception");
    if (!there) throw error;
  }
}

const UPDATES = {
  index_template: put,
  index: async (connection, asset) => {
    await putMapping(connection, asset);
    const aliases = Object.keys(objectAt(asset.body, "aliases"));
    if (aliases.length === 0) return;
    const actions = aliases.map((alias) => ({ add: { index: asset.name, alias } }));
    await connection.ask({ method: "POST", path: "/_aliases", body: { actions } });
  },
} satisfies Record<AssetKind, (connection: ElasticConnection, asset: Asset) => Promise<void>>;

async function putMapping(connection: ElasticConnection, { name, body }: Asset): Promise<void> {
  const { mappings } = body;
  if (!isObject(mappings)) return;
  try {
    await connection.ask({ method: "PUT", path: `/${name}/_mapping`, body: mappings });
  } catch (error) {
    if (!(error instanceof RequestError && error.status === 400)) throw error;
    throw new PreconditionError(
      `Index "${name}" cannot take its new mapping: delete it, run ti-misp install-assets and ` +
        "fill it again with ti-misp sync-attributes --full",
      { cause: error },
    );
  }
}

/** A line for each asset, and below it the lines that differ. */
export function describePlan(plan: readonly PlannedAsset[]): string {
  return plan.flatMap(({ asset, action, differences }) => [
    `${action.padEnd(9)} ${asset.title}`,
    ...(action === "update"
      ? differences.flatMap(describeDifference).map((line) => `            ${line}`)
      : []),
  ]).join("\n");
}
