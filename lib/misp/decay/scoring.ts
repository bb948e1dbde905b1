/** What each model that covers an attribute's type says of the attribute. */
import { baseScore } from "./base_score.ts";
import type { CoveringModel } from "./covering.ts";
import type { Opinion } from "./policy.ts";
import type { Times } from "./polynomial.ts";
import { effectiveTags, type ScoredTag } from "./tags.ts";
import { readVerdicts, type Verdict } from "./verdicts.ts";

/** The instant is undefined for never, and for not yet where MISP was asked. */
export interface ModelScore extends Opinion {
  readonly id: string;
  readonly baseScore: number;
  readonly threshold: number;
}

export interface PreparedEvent {
  readonly tags: readonly ScoredTag[];
  /** By `CoveringModel.index`: base scores of attributes without tags of their own. */
  readonly baseScores: readonly number[];
}

export function prepareTags(
  models: readonly CoveringModel[],
  tags: readonly ScoredTag[],
): PreparedEvent {
  return { tags, baseScores: models.map(({ model }) => baseScore(model, tags)) };
}

/** What models judge by. */
export interface Subject {
  readonly event: PreparedEvent;
  readonly ownTags: readonly ScoredTag[];
  readonly times: Times | undefined;
  /** As sent by MISP, if at all. */
  readonly decayScore: unknown;
  /** The instant of what MISP, being asked, calls decayed. */
  readonly nowMs: number;
}

export function modelScores(
  group: readonly CoveringModel[],
  subject: Subject,
): readonly ModelScore[] {
  const tags = effectiveTags(subject.event.tags, subject.ownTags);
  const verdicts = group.some(({ instantOf }) => instantOf === undefined)
    ? readVerdicts(subject.decayScore)
    : [];
  return group.map((covering) => {
    const { model, instantOf } = covering;
    const base = baseOf(covering, subject, tags);
    if (instantOf === undefined) return askedScore(covering, base, verdicts, subject.nowMs);
    const instant = subject.times && instantOf(model, base, subject.times, tags);
    const decayedAtMs = instant === undefined ? undefined : Math.ceil(instant);
    return scoreOf(covering, base, decayedAtMs);
  });
}

function baseOf(
  { model, index }: CoveringModel,
  { event, ownTags }: Subject,
  tags: readonly ScoredTag[],
): number {
  const prepared = ownTags.length === 0 ? event.baseScores[index] : undefined;
  return prepared ?? baseScore(model, tags);
}

function askedScore(
  covering: CoveringModel,
  base: number,
  verdicts: readonly Verdict[],
  nowMs: number,
): ModelScore {
  const verdict = verdicts.find(({ modelId }) => modelId === covering.model.id);
  const decayedAtMs = verdict?.decayed === true ? nowMs : undefined;
  return scoreOf(covering, verdict?.baseScore ?? base, decayedAtMs);
}

function scoreOf(
  { model: { id, name, threshold } }: CoveringModel,
  baseScore: number,
  decayedAtMs: number | undefined,
): ModelScore {
  return { id, name, baseScore, threshold, decayedAtMs };
}

/** Without knowledge of any model (a file, an old MISP) what was sent is all there is to go by. */
export function sentOpinions(decayScore: unknown, nowMs: number): readonly Opinion[] {
  return readVerdicts(decayScore).map(({ modelName, decayed }) => ({
    name: modelName,
    decayedAtMs: decayed ? nowMs : undefined,
  }));
}
