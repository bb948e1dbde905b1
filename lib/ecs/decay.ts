/** When an indicator stops being one: `misp.attribute.decayed*` and `decay_score`. */
import { formatDate } from "./dates.ts";
import { flattened, type FlattenedValue } from "./flattened.ts";
import { flag, isObject, list, text } from "./read.ts";

/** One model's view of an attribute. */
export interface DecayScore {
  readonly id: string;
  readonly name: string;
  readonly baseScore: number;
  readonly threshold: number;
  /** Epoch milliseconds; `undefined` = never. */
  readonly decayedAtMs: number | undefined;
}

/** The instant of decay as it was worked out outside the mapping. */
export interface Decay {
  /** Epoch milliseconds; `undefined` = never. */
  readonly decayedAtMs: number | undefined;
  /** What decided: a model's name, `default`, `per_type` or `none`. */
  readonly rule: string;
  readonly scores: readonly DecayScore[];
}

export interface DecayFields {
  readonly decayed: boolean;
  readonly decayed_at: string | undefined;
  readonly decayed_by: string | undefined;
  readonly decay_score: FlattenedValue | undefined;
}

/** What is known of an attribute's age, in epoch milliseconds. */
export interface DecayTimes {
  readonly timestampMs: number | undefined;
  readonly lastSeenMs: number | undefined;
  readonly now: number;
  /** 0 = no expiry. */
  readonly expirationMs: number;
}

/**
 * A decay that is handed in decides; else half of the models that MISP asked; else a fixed time after
 * the later of change and last sighting.
 */
export function decayFields(
  sent: unknown,
  decay: Decay | undefined,
  times: DecayTimes,
): DecayFields {
  const scores = list(sent);
  const [decayedAtMs, rule] = decay === undefined
    ? ownDecay(scores, times)
    : [decay.decayedAtMs, decay.rule];
  return {
    decayed: decayedAtMs !== undefined && decayedAtMs <= times.now,
    decayed_at: decayedAtMs === undefined ? undefined : formatDate(decayedAtMs),
    decayed_by: text(rule),
    decay_score: scoreFields(scores, decay?.scores ?? []),
  };
}

function ownDecay(
  scores: readonly unknown[],
  times: DecayTimes,
): readonly [decayedAtMs: number | undefined, rule: string] {
  const decayed = scores.filter((score) => isObject(score) && flag(score["decayed"]) === true);
  if (scores.length > 0 && decayed.length * 2 >= scores.length) {
    return [times.now, modelOf(decayed[0]).name ?? "model"];
  }
  const since = Math.max(times.timestampMs ?? -Infinity, times.lastSeenMs ?? -Infinity);
  if (times.expirationMs <= 0 || since === -Infinity) return [undefined, "none"];
  return [since + times.expirationMs, "default"];
}

/** What was computed, then what MISP sent of other models. */
function scoreFields(
  sent: readonly unknown[],
  computed: readonly DecayScore[],
): FlattenedValue | undefined {
  const own = computed.length === 0 ? undefined : computed.map(scoreField);
  if (sent.length === 0) return own;
  const known = new Set(computed.map(({ id }) => id));
  return flattened([...own ?? [], ...sent.filter((score) => !known.has(modelOf(score).id ?? ""))]);
}

/** Clean and in order already, as `flattened()` would make it. */
function scoreField({ id, name, baseScore, threshold, decayedAtMs }: DecayScore): FlattenedValue {
  const known = { DecayingModel: { id, name }, base_score: baseScore };
  const decayedAt = decayedAtMs === undefined ? undefined : formatDate(decayedAtMs);
  return decayedAt === undefined
    ? { ...known, threshold }
    : { ...known, decayed_at: decayedAt, threshold };
}

interface ModelName {
  readonly id: string | undefined;
  readonly name: string | undefined;
}

function modelOf(score: unknown): ModelName {
  const model = isObject(score) ? score["DecayingModel"] : undefined;
  if (!isObject(model)) return { id: undefined, name: undefined };
  return { id: text(model["id"]), name: text(model["name"]) };
}
