/** The assets of a namespace, without any server. */
import { assert } from "@std/assert";
import type { Asset } from "../../../lib/elastic/asset.ts";
import { ASSET_DEFAULTS, type AssetSettings } from "../../../lib/elastic/asset_settings.ts";
import { assetsFor } from "../../../lib/elastic/assets.ts";
import { ALL_FEATURES, type Features } from "../../../lib/elastic/features.ts";
import { type Engine, typicalFlavour } from "../../../lib/elastic/flavour.ts";
import type { JsonObject } from "../../../lib/elastic/json.ts";
import { namesOf } from "../../../lib/elastic/names.ts";

export const names = namesOf("soc");
export const EVERYTHING: AssetSettings = { ...ASSET_DEFAULTS, latest: "transform", history: true };
export interface AssetOptions {
  readonly engine?: Engine;
  readonly features?: Partial<Features>;
  readonly settings?: Partial<AssetSettings>;
}

export function assets(
  { engine = "elasticsearch", features = {}, settings = {} }: AssetOptions = {},
) {
  const server = {
    flavour: typicalFlavour(engine),
    features: { ...ALL_FEATURES, ...features },
  };
  return assetsFor(names, server, { ...ASSET_DEFAULTS, ...settings });
}

export function body(kind: Asset["kind"], name: string, options: AssetOptions = {}): JsonObject {
  const found = assets(options).find((asset) => asset.kind === kind && asset.name === name);
  assert(found !== undefined, `${kind} ${name}`);
  return found.body;
}
