/** What an expiry was computed from, as text: two that differ may end an attribute differently. */
import { byId } from "./covering.ts";
import type { DecayingModel } from "./models.ts";
import type { ExpirySettings } from "./policy.ts";
import { tagBase } from "./tags.ts";

/**
 * Independent of the order in which models, types, weights and tags came. Of the tags only those
 * that a model reads are in it: `bases` tells which.
 */
export function expiryBasis(
  models: readonly DecayingModel[],
  tagValues: ReadonlyMap<string, number>,
  bases: ReadonlySet<string>,
  settings: ExpirySettings,
): string {
  return JSON.stringify({
    decay: settings.decay,
    default: settings.defaultMs,
    per_type: sorted(settings.perTypeMs),
    models: byId(models).map((model) => ({
      ...model,
      baseScoreConfig: sorted(model.baseScoreConfig),
      types: [...model.types].sort(),
    })),
    tags: sorted(tagValues).filter(([name]) => bases.has(tagBase(name))),
  });
}

function sorted(entries: ReadonlyMap<string, number>): readonly (readonly [string, number])[] {
  return [...entries].sort(([a], [b]) => a < b ? -1 : Number(a > b));
}
