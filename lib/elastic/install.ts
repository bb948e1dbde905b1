/** Brings the server's assets to what this version of ti-misp needs; a second time does nothing. */
import { RequestError } from "../errors.ts";
import type { Asset, AssetKind } from "./asset.ts";
import { changeAliases } from "./change_aliases.ts";
import { describePlan } from "./describe_plan.ts";
import { replaceIndex } from "./index_replacement.ts";
import { type InstallTarget, isChange, planInstall, type PlannedAsset } from "./install_plan.ts";
import { PLACES } from "./installed.ts";
import { type JsonObject, objectAt } from "./json.ts";
import { keepingKeywords } from "./kept_keywords.ts";
import type { InstallContext, Outdated } from "./outdated.ts";
import type { ElasticConnection } from "./request.ts";
import { removeTransform, startTransform } from "./transforms.ts";

/**
 * Does what is planned, and looks whether it is so.
 *
 * @throws LeaseHeldError when a run writes to an index that must be replaced.
 */
export async function applyInstall(
  target: InstallTarget,
  context: InstallContext,
  plan: readonly PlannedAsset[],
): Promise<void> {
  for (const planned of plan) await apply(target, context, planned);
  const rest = (await planInstall(target)).filter(isChange);
  if (rest.length === 0) return;
  throw new Error(`After installing, the server still differs:\n${describePlan(rest)}`);
}

async function apply(
  target: InstallTarget,
  context: InstallContext,
  { asset, action, installed }: PlannedAsset,
): Promise<void> {
  const { connection } = target;
  if (action === "create") await create(connection, asset);
  if (action === "delete") await removeTransform(connection, asset.name);
  if (installed === undefined) return;
  if (action === "update") await UPDATES[asset.kind]({ target, context, asset, installed });
  if (action === "replace") await replaceIndex({ target, context, asset, installed });
}

async function put(
  connection: ElasticConnection,
  { kind, name, body }: Asset,
  query: Readonly<Record<string, number>> = {},
): Promise<void> {
  await connection.ask({ method: "PUT", path: PLACES[kind].path(name), body, query });
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
  if (asset.kind === "transform") await startTransform(connection, asset.name);
}

function putAgain({ target, asset, installed }: Outdated): Promise<void> {
  return put(target.connection, asset, installed.condition);
}

const UPDATES = {
  ilm_policy: putAgain,
  ism_policy: putAgain,
  ingest_pipeline: putAgain,
  component_template: putAgain,
  index_template: putAgain,
  index: updateIndex,
  data_stream: updateDataStream,
  transform: async ({ target, asset }) => {
    await removeTransform(target.connection, asset.name);
    await create(target.connection, asset);
  },
} satisfies Record<AssetKind, (outdated: Outdated) => Promise<void>>;

async function updateIndex(outdated: Outdated): Promise<void> {
  const { target: { connection }, asset, installed } = outdated;
  const body = keepingKeywords(asset.body, installed.body);
  if (!await takesMapping(connection, installed.index, body)) return await replaceIndex(outdated);
  const aliases = Object.keys(objectAt(asset.body, "aliases"));
  if (aliases.length === 0) return;
  const { index } = installed;
  await changeAliases(connection, aliases.map((alias) => ({ add: { index, alias } })));
}

/** Records that are there keep the mapping they have; what comes next gets the new one. */
async function updateDataStream({ target, asset, installed }: Outdated): Promise<void> {
  const { connection } = target;
  const { name } = asset;
  const body = keepingKeywords(asset.body, installed.body);
  if (!await takesMapping(connection, installed.index, body)) {
    await connection.ask({ method: "POST", path: `/${name}/_rollover` });
  }
  const lifecycle = asset.body["lifecycle"];
  if (lifecycle === undefined) return;
  const path = `/_data_stream/${name}/_lifecycle`;
  await connection.ask({ method: "PUT", path, body: objectAt(lifecycle) });
}

/** False when the index has a field that cannot be changed to what is wanted. */
async function takesMapping(
  connection: ElasticConnection,
  index: string,
  body: JsonObject,
): Promise<boolean> {
  try {
    const mappings = objectAt(body, "mappings");
    await connection.ask({ method: "PUT", path: `/${index}/_mapping`, body: mappings });
    return true;
  } catch (error) {
    if (error instanceof RequestError && error.status === 400) return false;
    throw error;
  }
}
