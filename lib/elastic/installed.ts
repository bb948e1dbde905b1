/** Assets as the server has them. */
import { RequestError } from "../errors.ts";
import type { Asset, AssetKind } from "./asset.ts";
import { isUnserved } from "./features.ts";
import { at, type JsonObject, numberAt, objectAt, textAt } from "./json.ts";
import { isVersionOf } from "./names.ts";
import type { ElasticConnection } from "./request.ts";

interface Found {
  /** Empty when something of another kind has the name. */
  readonly body: JsonObject;
  readonly index?: string;
  readonly condition?: Readonly<Record<string, number>>;
}

interface AssetPlace {
  readonly path: (name: string) => string;
  /** Where the answer to GET holds the asset. */
  readonly find: (answer: JsonObject, name: string) => Found;
  readonly metaPath: readonly string[];
}

export const PLACES = {
  ilm_policy: {
    path: (name) => `/_ilm/policy/${name}`,
    find: (answer, name) => ({ body: { policy: objectAt(answer, name, "policy") } }),
    metaPath: ["policy", "_meta"],
  },
  ism_policy: {
    path: (name) => `/_plugins/_ism/policies/${name}`,
    find: (answer) => ({
      body: { policy: objectAt(answer, "policy") },
      condition: {
        if_seq_no: numberAt(answer, "_seq_no") ?? 0,
        if_primary_term: numberAt(answer, "_primary_term") ?? 0,
      },
    }),
    metaPath: ["policy"],
  },
  ingest_pipeline: {
    path: (name) => `/_ingest/pipeline/${name}`,
    find: (answer, name) => ({ body: objectAt(answer, name) }),
    metaPath: [],
  },
  component_template: {
    path: (name) => `/_component_template/${name}`,
    find: (answer) => ({
      body: objectAt(answer, "component_templates", 0, "component_template"),
    }),
    metaPath: ["_meta"],
  },
  index_template: {
    path: (name) => `/_index_template/${name}`,
    find: (answer) => ({
      body: plainDataStream(objectAt(answer, "index_templates", 0, "index_template")),
    }),
    metaPath: ["_meta"],
  },
  index: {
    path: (name) => `/${name}`,
    find: (answer, name) => foundIndex(answer, (index) => isVersionOf(name, index)),
    metaPath: ["mappings", "_meta"],
  },
  data_stream: {
    path: (name) => `/${name}`,
    find: (answer, name) => foundIndex(answer, (index) => index.startsWith(`.ds-${name}-`)),
    metaPath: ["mappings", "_meta"],
  },
  transform: {
    path: (name) => `/_transform/${name}`,
    find: (answer) => ({ body: objectAt(answer, "transforms", 0) }),
    metaPath: ["_meta"],
  },
} satisfies Record<AssetKind, AssetPlace>;

/** Servers answer with their defaults for what was asked for as `{}`. */
function plainDataStream(template: JsonObject): JsonObject {
  return template["data_stream"] === undefined ? template : { ...template, data_stream: {} };
}

/** The answer names the indices themselves; of a data stream's the newest is written to. */
function foundIndex(answer: JsonObject, isOurs: (index: string) => boolean): Found {
  const index = Object.keys(answer).filter(isOurs).toSorted(byGeneration).at(-1);
  return index === undefined ? { body: {} } : { body: objectAt(answer, index), index };
}

/** The number at the end of `.ds-<stream>-<date>-<generation>`. */
function byGeneration(one: string, other: string): number {
  return generationOf(one) - generationOf(other);
}

function generationOf(index: string): number {
  return Number(/(\d+)$/.exec(index)?.[1] ?? 0);
}

export interface InstalledAsset {
  readonly body: JsonObject;
  /** Undefined for one that ti-misp did not make. */
  readonly version: number | undefined;
  /** The index itself, where the name is an alias or a data stream. */
  readonly index: string;
  /** What an update must say, so that it replaces nothing but what was read. */
  readonly condition: Readonly<Record<string, number>>;
}

/** Undefined when there is none, or none that this server could have. */
export async function readInstalled(
  connection: ElasticConnection,
  asset: Pick<Asset, "kind" | "name">,
): Promise<InstalledAsset | undefined> {
  const place: AssetPlace = PLACES[asset.kind];
  try {
    const answer = await connection.ask({ method: "GET", path: place.path(asset.name) });
    const { body, index = asset.name, condition = {} } = place.find(answer, asset.name);
    return { body, index, condition, version: versionIn(objectAt(body, ...place.metaPath)) };
  } catch (error) {
    if (isUnserved(error)) return undefined;
    if (error instanceof RequestError && error.kind === "missing") return undefined;
    throw error;
  }
}

/** What OpenSearch takes no `_meta` for has its description to tell who made it. */
function versionIn(meta: JsonObject): number | undefined {
  if (at(meta, "managed_by") === "ti-misp") return numberAt(meta, "version") ?? 0;
  const [, version] = /^Made by ti-misp, version (\d+)/.exec(textAt(meta, "description") ?? "") ??
    [];
  return version === undefined ? undefined : Number(version);
}
