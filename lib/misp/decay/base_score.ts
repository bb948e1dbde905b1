/** Where a score begins to fall from. */
import type { DecayingModel } from "./models.ts";
import type { ScoredTag } from "./tags.ts";

type Weights = Pick<DecayingModel, "baseScoreConfig" | "defaultBaseScore">;

/**
 * The mean of the tags' numerical values, weighted by the model's weight of each tag's base; the
 * model's default when no tag has both. Several tags of one base each count with its full weight.
 * (MISP, `DecayingModelsFormulas/Base.php`. Where all weights are 0 it divides by zero; here the
 * default holds.)
 */
export function baseScore(model: Weights, tags: readonly ScoredTag[]): number {
  let sum = 0;
  let weights = 0;
  for (const { base, value } of tags) {
    const weight = model.baseScoreConfig.get(base);
    if (weight === undefined || value === undefined) continue;
    sum += weight * value;
    weights += weight;
  }
  const score = sum / weights;
  return weights > 0 && Number.isFinite(score) ? score : model.defaultBaseScore;
}
