/** Decaying models: the answer of `GET /decayingModel/index.json`. */
import { z } from "../../zod.ts";
import { RequestError } from "../../errors.ts";
import { flag, isObject, list, text } from "../../ecs/read.ts";
import { readEncoded, readNumber } from "./reading.ts";

/** A rule of MISP's by which the score of an attribute falls with time. */
export interface DecayingModel {
  readonly id: string;
  readonly name: string;
  /** Lower case; `polynomial` where MISP names none. */
  readonly formula: string;
  /** Undefined when missing or not a number: MISP itself cannot compute with such a model. */
  readonly lifetimeDays: number | undefined;
  readonly decaySpeed: number | undefined;
  /** 0 when missing: nothing ever decays. */
  readonly threshold: number;
  readonly defaultBaseScore: number;
  /** Weight of a taxonomy's predicate (`namespace:predicate`, or `namespace` alone). */
  readonly baseScoreConfig: ReadonlyMap<string, number>;
  /** Attribute types that MISP applies the model to. */
  readonly types: ReadonlySet<string>;
  readonly enabled: boolean;
}

const name = z.unknown().optional().transform(text);
const number = z.unknown().optional().transform(readNumber);
const bool = z.unknown().optional().transform(flag);
const texts = z.unknown().optional().transform(readTexts);

const parameters = z.object({
  lifetime: number,
  decay_speed: number,
  threshold: number,
  default_base_score: number,
  base_score_config: z.unknown().optional().transform(readWeights),
});

const modelRow = z.object({
  DecayingModel: z.object({
    id: name.pipe(z.string()),
    name,
    formula: name,
    parameters: z.preprocess(readObject, parameters),
    attribute_types: texts,
    enabled: bool,
    default: bool,
  }),
  DecayingModelMapping: z.unknown().optional(),
});

/**
 * The models of an answer, disabled ones included.
 *
 * A default model covers its own types and those mapped to it; any other one only the latter
 * (MISP's `DecayingModelMapping`), unless the answer tells no mapping at all.
 *
 * @throws {RequestError} when the answer is not a list of models.
 */
export function parseDecayingModels(answer: unknown): readonly DecayingModel[] {
  const rows = z.array(modelRow).safeParse(answer);
  if (rows.success) return rows.data.map(toModel);
  const [issue] = rows.error.issues;
  throw new RequestError(
    "The answer of /decayingModel/index is no list of decaying models: " +
      `at "${issue?.path.join(".") || "."}": ${issue?.message}`,
    { kind: "malformed", cause: rows.error },
  );
}

function toModel(row: z.infer<typeof modelRow>): DecayingModel {
  const { DecayingModel: model, DecayingModelMapping: mapping } = row;
  const { id, parameters } = model;
  const own = model.default !== false || !Array.isArray(mapping) ? model.attribute_types : [];
  return {
    id,
    name: model.name ?? `Decaying model ${id}`,
    formula: (model.formula ?? "polynomial").toLowerCase(),
    lifetimeDays: parameters.lifetime,
    decaySpeed: parameters.decay_speed,
    threshold: parameters.threshold ?? 0,
    defaultBaseScore: parameters.default_base_score ?? 0,
    baseScoreConfig: parameters.base_score_config,
    types: new Set([...own, ...mappedTypes(mapping)]),
    enabled: model.enabled ?? true,
  };
}

function mappedTypes(mapping: unknown): readonly string[] {
  return list(mapping).flatMap((entry) => isObject(entry) ? text(entry.attribute_type) ?? [] : []);
}

/** PHP writes an empty object as `[]`. */
function readObject(value: unknown): Readonly<Record<string, unknown>> {
  const decoded = readEncoded(value);
  return isObject(decoded) ? decoded : {};
}

/** PHP writes a list with gaps as an object. */
function readTexts(value: unknown): readonly string[] {
  const decoded = readEncoded(value);
  const entries = isObject(decoded) ? Object.values(decoded) : list(decoded);
  return entries.flatMap((entry) => text(entry) ?? []);
}

function readWeights(value: unknown): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  for (const [base, weight] of Object.entries(readObject(value))) {
    const number = readNumber(weight);
    if (number !== undefined) weights.set(base, number);
  }
  return weights;
}
