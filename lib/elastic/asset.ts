/** Something on the server that must be there before documents are written. */
import type { JsonObject } from "./json.ts";

export type AssetKind =
  | "ilm_policy"
  | "ism_policy"
  | "ingest_pipeline"
  | "component_template"
  | "index_template"
  | "index"
  | "data_stream"
  | "transform";

export interface Asset {
  readonly kind: AssetKind;
  readonly name: string;
  /** For people: `index template "…"`. */
  readonly title: string;
  readonly version: number;
  readonly body: JsonObject;
  /** Why this server cannot have it: then nothing is done about it. */
  readonly unavailable?: string | undefined;
  /** Whether it must not be there, though it was once made. */
  readonly unwanted?: boolean | undefined;
}

const TITLES = {
  ilm_policy: "lifecycle policy",
  ism_policy: "state management policy",
  ingest_pipeline: "ingest pipeline",
  component_template: "component template",
  index_template: "index template",
  index: "index",
  data_stream: "data stream",
  transform: "transform",
} satisfies Record<AssetKind, string>;

/** Of every asset of this program; a newer one raises it, so that an older program keeps off. */
export const ASSET_VERSION = 1;

export function assetOf(
  kind: AssetKind,
  name: string,
  body: JsonObject,
  more: Pick<Asset, "unavailable" | "unwanted"> = {},
): Asset {
  return { kind, name, title: `${TITLES[kind]} "${name}"`, version: ASSET_VERSION, body, ...more };
}
