/** What MISP itself says of an attribute, when it was asked (`includeDecayScore`). */
import { flag, isObject, list, text } from "../../ecs/read.ts";
import { readNumber } from "./reading.ts";

export interface Verdict {
  readonly modelId: string;
  readonly modelName: string;
  readonly baseScore: number | undefined;
  readonly decayed: boolean;
}

/** The entries of `decay_score`; those that name no model are left out. */
export function readVerdicts(decayScore: unknown): readonly Verdict[] {
  return list(decayScore).flatMap((entry) => {
    if (!isObject(entry) || !isObject(entry.DecayingModel)) return [];
    const modelId = text(entry.DecayingModel.id);
    if (modelId === undefined) return [];
    return [{
      modelId,
      modelName: text(entry.DecayingModel.name) ?? `Decaying model ${modelId}`,
      baseScore: readNumber(entry.base_score),
      decayed: flag(entry.decayed) === true,
    }];
  });
}
