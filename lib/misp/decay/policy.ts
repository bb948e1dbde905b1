/** Who decides when several models, or none, have an opinion. */
import { withinCalendar } from "./instant.ts";

export type DecayPolicy = "majority" | "any" | "all" | "off";

export interface ExpirySettings {
  /** How many of the models of a type must call an attribute decayed: at least half, one, all. */
  readonly decay: DecayPolicy;
  /** After the later of `timestamp` and `last_seen`; 0 = off. */
  readonly defaultMs: number;
  /** In place of `defaultMs` for an attribute type; 0 = off for that type. */
  readonly perTypeMs: ReadonlyMap<string, number>;
}

/** An end, and the name of the rule that sets it. */
export interface End {
  readonly atMs: number;
  readonly rule: string;
}

/** A model's opinion; `decayedAtMs` undefined = never, or not yet. */
export interface Opinion {
  readonly name: string;
  readonly decayedAtMs: number | undefined;
}

const NEEDED = {
  majority: (models: number) => Math.ceil(models / 2),
  any: () => 1,
  all: (models: number) => models,
} satisfies Record<Exclude<DecayPolicy, "off">, (models: number) => number>;

/**
 * The opinion that completes the number of models needed, counted from the earliest; undefined when
 * that number is never reached.
 */
export function modelsEnd(policy: DecayPolicy, opinions: readonly Opinion[]): End | undefined {
  if (policy === "off" || opinions.length === 0) return undefined;
  const ends: End[] = [];
  for (const { name, decayedAtMs } of opinions) {
    if (decayedAtMs !== undefined) ends.push({ atMs: decayedAtMs, rule: name });
  }
  if (ends.length > 1) ends.sort((a, b) => a.atMs - b.atMs);
  return ends[NEEDED[policy](opinions.length) - 1];
}

/** The end by duration: that of the type if there is one, else the default. */
export function durationEnd(
  settings: ExpirySettings,
  type: string,
  newestMs: number | undefined,
): End | undefined {
  const ofType = settings.perTypeMs.get(type);
  const duration = ofType ?? settings.defaultMs;
  if (!(duration > 0) || newestMs === undefined) return undefined;
  const atMs = withinCalendar(newestMs + duration);
  return atMs === undefined
    ? undefined
    : { atMs, rule: ofType === undefined ? "default" : "per_type" };
}
