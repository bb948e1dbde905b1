/**
 * When an attribute ends: the one entry point of the pipeline. It is called for each attribute, so
 * models are sorted by type once, tags of an event are read once, and a type that no model covers
 * costs no more than its two dates.
 *
 * What wins over what:
 * 1. the decaying models that cover the type, by the policy `decay`, where they name an instant;
 * 2. otherwise (no model, policy `off`, or models that never decay the attribute or have not yet)
 *    the type's own duration, 0 meaning none;
 * 3. without an entry for the type the default duration: the fail-safe for what would never end.
 *
 * Durations count from the later of `timestamp` and `last_seen`: a `last_seen` in the future
 * prolongs, one in the past shortens nothing. Models count as MISP does, see `timesOf()`.
 */
import type { MispEvent } from "../../ecs/misp.ts";
import { expiryBasis } from "./basis.ts";
import { basesOf, coveringModels, groupByType } from "./covering.ts";
import type { DecayingModel } from "./models.ts";
import { durationEnd, type ExpirySettings, modelsEnd } from "./policy.ts";
import {
  type ModelScore,
  modelScores,
  type PreparedEvent,
  prepareTags,
  sentOpinions,
} from "./scoring.ts";
import { TagReader } from "./tags.ts";
import { type DecayAttribute, newest, readStamps, type Stamps, timesOf } from "./times.ts";

export interface Expiry {
  /** Epoch ms, whole; undefined when nothing ends the attribute. Decayed means: not after now. */
  readonly decayedAtMs: number | undefined;
  /** The deciding model's name, `per_type`, `default`, or `none` when nothing ends it. */
  readonly rule: string;
  /** Whether a model decided. */
  readonly byModel: boolean;
  /** One entry for each model that covers the type, by model id. */
  readonly scores: readonly ModelScore[];
}

export interface ExpiryRules {
  /** Stable text over models, settings and the tag values that models read. */
  readonly basis: string;
  /** Types with a model that only MISP can compute: ask with `includeDecayScore` for these. */
  readonly askMispTypes: ReadonlySet<string>;
  prepareEvent(event: Pick<MispEvent, "Tag" | "EventTag">): PreparedEvent;
  /** `nowMs` is the instant of what MISP, being asked, calls decayed. */
  expiryOf(attribute: DecayAttribute, event: PreparedEvent, nowMs: number): Expiry;
}

/** `tagValues` serve tags that come without their numerical value, as in the index of events. */
export function createExpiry(
  models: readonly DecayingModel[],
  tagValues: ReadonlyMap<string, number>,
  settings: ExpirySettings,
): ExpiryRules {
  const all = coveringModels(models);
  const used = settings.decay === "off" ? [] : all;
  const groups = groupByType(used);
  const tags = new TagReader(basesOf(used), tagValues);
  const untagged = prepareTags(used, []);

  function scoresOf(
    attribute: DecayAttribute,
    stamps: Stamps,
    event: PreparedEvent,
    nowMs: number,
  ): readonly ModelScore[] {
    const group = groups.get(typeOf(attribute));
    if (group === undefined) return NO_SCORES;
    return modelScores(group, {
      event,
      ownTags: tags.ownTags(attribute.Tag),
      times: timesOf(stamps, attribute.Sighting),
      decayScore: attribute.decay_score,
      nowMs,
    });
  }

  return {
    basis: expiryBasis(models, tagValues, basesOf(all), settings),
    askMispTypes: new Set(
      used.flatMap(({ model, instantOf }) => instantOf === undefined ? [...model.types] : []),
    ),
    prepareEvent(event) {
      const eventTags = tags.eventTags(event);
      return eventTags.length === 0 ? untagged : prepareTags(used, eventTags);
    },
    expiryOf(attribute, event, nowMs) {
      const stamps = readStamps(attribute);
      const scores = scoresOf(attribute, stamps, event, nowMs);
      const opinions = scores.length > 0 ? scores : sentOpinions(attribute.decay_score, nowMs);
      const ofModels = modelsEnd(settings.decay, opinions);
      const end = ofModels ?? durationEnd(settings, typeOf(attribute), newest(stamps));
      const byModel = ofModels !== undefined;
      return { decayedAtMs: end?.atMs, rule: end?.rule ?? "none", byModel, scores };
    },
  };
}

const NO_SCORES: readonly ModelScore[] = [];

function typeOf({ type }: DecayAttribute): string {
  return typeof type === "string" ? type : "";
}
