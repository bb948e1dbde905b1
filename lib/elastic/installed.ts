/** Assets as the server has them. */
import { RequestError } from "../errors.ts";
import type { Asset, AssetKind } from "./assets.ts";
import { at, type JsonObject, numberAt, objectAt } from "./json.ts";
import type { ElasticConnection } from "./request.ts";

interface AssetPlace {
  readonly path: (name: string) => string;
  /** Where the answer to GET holds the body. */
  readonly bodyOf: (answer: JsonObject, name: string) => JsonObject;
  readonly metaPath: readonly string[];
}

export const PLACES = {
  index_template: {
    path: (name) => `/_index_template/${name}`,
    bodyOf: (answer) => objectAt(answer, "index_templates", 0, "index_template"),
    metaPath: ["_meta"],
  },
  index: {
    path: (name) => `/${name}`,
    // The answer names the index itself, which an alias of this name would not be.
    bodyOf: (answer, name) => objectAt(answer, name),
    metaPath: ["mappings", "_meta"],
  },
} satisfies Record<AssetKind, AssetPlace>;

export interface InstalledAsset {
  readonly body: JsonObject;
  /** Undefined for one that ti-misp did not make. */
  readonly version: number | undefined;
}

/** Undefined when there is none. */
export async function readInstalled(
  connection: ElasticConnection,
  asset: Pick<Asset, "kind" | "name">,
): Promise<InstalledAsset | undefined> {
  const place: AssetPlace = PLACES[asset.kind];
  try {
    const answer = await connection.ask({ method: "GET", path: place.path(asset.name) });
    const body = place.bodyOf(answer, asset.name);
    const meta = objectAt(body, ...place.metaPath);
    const ours = at(meta, "managed_by") === "ti-misp";
    return { body, version: ours ? numberAt(meta, "version") ?? 0 : undefined };
  } catch (error) {
    if (error instanceof RequestError && error.kind === "missing") return undefined;
    throw error;
  }
}
