import type { DecayScore } from "./decay.ts";
import type { DecayingModel } from "./records.ts";

export function decayJson(row: DecayScore, fullModel: boolean): Record<string, unknown> {
  const { score, base_score, decayed, model } = row;
  const brief = { id: String(model.id), name: model.name };
  const whole = { ...modelJson(model), isEditable: true };
  return { score, base_score, decayed, DecayingModel: fullModel ? whole : brief };
}

/** A model as `GET /decayingModel/index` lists it: parameters are numbers, ids are strings. */
export function modelJson(model: DecayingModel): Record<string, unknown> {
  return {
    id: String(model.id),
    uuid: model.uuid,
    name: model.name,
    parameters: model.parameters,
    attribute_types: model.attributeTypes,
    description: model.description,
    org_id: null,
    enabled: model.enabled,
    all_orgs: true,
    ref: ["https://arxiv.org/abs/1902.03914", "https://arxiv.org/abs/1803.11052"],
    formula: model.formula,
    version: model.version,
    default: true,
  };
}
