/** When an indicator dies, as the pipeline needs to know it; `lib/misp/decay` computes it. */
import type { MispAttribute, MispEvent } from "../ecs/misp.ts";
import type { Decay } from "../ecs/document.ts";

export interface Lifetime extends Decay {
  /** Whether a decaying model set the end, not a duration. */
  readonly byModel: boolean;
}

/** Lifetimes of the attributes of one event. */
export interface EventLifetimes {
  /** @param now epoch milliseconds */
  of(attribute: MispAttribute, now: number): Lifetime;
}

/** The rules in force; `load` reads what only mapping needs, so that an idle run does not. */
export interface Lifetimes {
  /** Changes whenever a setting or a model that decides changes. */
  readonly basis: string;
  load(): Promise<LoadedLifetimes>;
}

export interface LoadedLifetimes {
  /** Attribute types with a model that only MISP can compute. */
  readonly scoredTypes: ReadonlySet<string>;
  forEvent(event: MispEvent): EventLifetimes;
}
