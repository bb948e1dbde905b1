/** Which models judge an attribute of a type, and how. */
import type { DecayingModel } from "./models.ts";
import { curveOf, polynomialInstant, type Times } from "./polynomial.ts";
import { polynomialExtendedInstant, RETENTION } from "./polynomial_extended.ts";
import type { ScoredTag } from "./tags.ts";

export type InstantOf = (
  model: DecayingModel,
  base: number,
  times: Times,
  tags: readonly ScoredTag[],
) => number | undefined;

const FORMULAS = {
  polynomial: { instantOf: polynomialInstant, bases: [] },
  polynomialextended: { instantOf: polynomialExtendedInstant, bases: [RETENTION] },
} satisfies Record<string, { instantOf: InstantOf; bases: readonly string[] }>;

function isComputable(formula: string): formula is keyof typeof FORMULAS {
  return Object.hasOwn(FORMULAS, formula);
}

/** A model in use; without `instantOf` only MISP can tell what it says. */
export interface CoveringModel {
  readonly model: DecayingModel;
  /** Place in `PreparedEvent.baseScores`. */
  readonly index: number;
  readonly instantOf: InstantOf | undefined;
}

/**
 * The models that take part: enabled ones, without those whose parameters are unusable (MISP cannot
 * compute them either), by id, so that the order of an answer decides nothing.
 */
export function coveringModels(models: readonly DecayingModel[]): readonly CoveringModel[] {
  return byId(models).filter(takesPart).map((model, index) => ({
    model,
    index,
    instantOf: isComputable(model.formula) ? FORMULAS[model.formula].instantOf : undefined,
  }));
}

export function byId(models: readonly DecayingModel[]): readonly DecayingModel[] {
  return models.toSorted((a, b) => a.id.localeCompare(b.id, "en", { numeric: true }));
}

function takesPart(model: DecayingModel): boolean {
  return model.enabled && (!isComputable(model.formula) || curveOf(model) !== undefined);
}

export function groupByType(
  models: readonly CoveringModel[],
): ReadonlyMap<string, readonly CoveringModel[]> {
  const groups = new Map<string, CoveringModel[]>();
  for (const covering of models) {
    for (const type of covering.model.types) {
      const group = groups.get(type);
      if (group === undefined) groups.set(type, [covering]);
      else group.push(covering);
    }
  }
  return groups;
}

/** Bases of the tags that any of the models reads. */
export function basesOf(models: readonly CoveringModel[]): ReadonlySet<string> {
  return new Set(models.flatMap(({ model }) => [
    ...model.baseScoreConfig.keys(),
    ...(isComputable(model.formula) ? FORMULAS[model.formula].bases : []),
  ]));
}
