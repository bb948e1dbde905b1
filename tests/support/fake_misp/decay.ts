import type { Attribute, DecayingModel, Event, Sighting, TagLink } from "./records.ts";

export interface DecayScore {
  readonly score: number;
  readonly base_score: number;
  readonly decayed: boolean;
  readonly model: DecayingModel;
}

export interface DecayQuery {
  readonly attribute: Attribute;
  readonly event: Event;
  readonly models: readonly DecayingModel[];
  readonly sightings: readonly Sighting[];
  readonly now: number;
}

/** One score per enabled model that maps the attribute's type, as `includeDecayScore` computes it. */
export function decayScores(query: DecayQuery): readonly DecayScore[] {
  const { attribute } = query;
  return query.models
    .filter((model) => model.enabled && model.attributeTypes.includes(attribute.type))
    .map((model) => {
      const base = baseScore(model, prioritised(query.event.tags, attribute.tags));
      const score = scoreAt(model, base, query.now - ageStart(attribute, query.sightings));
      return { score, base_score: base, decayed: model.parameters.threshold > score, model };
    });
}

/** Seconds in, points out. An age below zero (`last_seen` in the future) scores 0, as in MISP. */
function scoreAt(model: DecayingModel, base: number, age: number): number {
  const { lifetime, decay_speed: delta } = model.parameters;
  if (age < 0) return 0;
  return Math.max(0, base * (1 - Math.pow(age / (lifetime * 86_400), 1 / delta)));
}

function ageStart(attribute: Attribute, sightings: readonly Sighting[]): number {
  const seen = sightings
    .filter((row) => row.attributeId === attribute.id && row.type === "0")
    .map((row) => row.date);
  const lastSeen = attribute.lastSeen === null ? undefined : seconds(attribute.lastSeen);
  const start = seen.length > 0 ? Math.max(...seen) : lastSeen ?? attribute.timestamp;
  return attribute.timestamp > start ? lastSeen ?? attribute.timestamp : start;
}

function seconds(iso: string): number {
  return Math.floor(Date.parse(iso) / 1000);
}

/** The key under which `base_score_config` names a tag: `a:b` of `a:b="c"`, `a` of `a:b`. */
function taxonomyOf(name: string): string {
  const triple = /^([^:="]+:[^:="]+)="[^:="]+"$/.exec(name);
  if (triple?.[1] !== undefined) return triple[1];
  return /^([^:="]+):[^:="]+$/.exec(name)?.[1] ?? name;
}

/**
 * An attribute's tag takes the place of the event's tags of the same taxonomy. Where the event has one, the
 * attribute's last such tag counts alone; where it has none, all of the attribute's do.
 */
function prioritised(ofEvent: readonly TagLink[], ofAttribute: readonly TagLink[]): TagLink[] {
  const own = new Map(ofAttribute.map((link) => [taxonomyOf(link.tag.name), link] as const));
  const placed = new Set<string>();
  const kept = ofEvent.flatMap((link) => {
    const taxonomy = taxonomyOf(link.tag.name);
    const winner = own.get(taxonomy);
    if (winner === undefined) return [link];
    if (placed.has(taxonomy)) return [];
    placed.add(taxonomy);
    return [winner];
  });
  return [...kept, ...ofAttribute.filter((link) => !placed.has(taxonomyOf(link.tag.name)))];
}

function baseScore(model: DecayingModel, links: readonly TagLink[]): number {
  const { base_score_config: shares, default_base_score: fallback } = model.parameters;
  const matching = links.flatMap(({ tag }) => {
    const share = shares[taxonomyOf(tag.name)];
    if (share === undefined || tag.numericalValue === null) return [];
    return [{ share, value: Number(tag.numericalValue) }];
  });
  if (matching.length === 0) return fallback;
  const total = matching.reduce((sum, { share }) => sum + share, 0);
  return matching.reduce((sum, { share, value }) => sum + (share / total) * value, 0);
}
