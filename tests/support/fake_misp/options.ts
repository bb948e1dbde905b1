import { isOn, isRecord, type Parameters } from "./request.ts";
import type { DecayingModel } from "./records.ts";
import type { Store } from "./store.ts";
import { termsOf } from "./terms.ts";

/** What an attribute search adds to its rows. */
export interface SearchOptions {
  /** Whether a row holds more than the plain keys, event, object and tags. */
  readonly any: boolean;
  readonly attachments: boolean;
  readonly sightings: boolean;
  readonly correlations: boolean;
  readonly proposals: boolean;
  readonly warninglistHits: boolean;
  readonly eventUuid: boolean;
  readonly eventTags: boolean;
  readonly context: boolean;
  readonly decayScore: boolean;
  readonly fullModel: boolean;
  /** Chosen and overridden as `decayingModel`, `modelOverrides` and `score` say. */
  readonly models: readonly DecayingModel[];
}

/** `includeGalaxy` and `includeAttributeUuid` are accepted and do nothing, as in MISP. */
export function searchOptions(store: Store, parameters: Parameters): SearchOptions {
  const on = (name: string) => isOn(parameters[name]);
  const decayScore = on("includeDecayScore") || on("excludeDecayed");
  const extras = {
    attachments: on("withAttachments"),
    sightings: on("includeSightings"),
    correlations: on("includeCorrelations"),
    warninglistHits: on("includeWarninglistHits"),
    eventUuid: on("includeEventUuid"),
    decayScore,
  };
  return {
    ...extras,
    any: Object.values(extras).includes(true),
    proposals: on("includeProposals"),
    eventTags: on("includeEventTags") || decayScore,
    context: on("includeContext"),
    fullModel: on("includeFullModel"),
    models: decayScore ? chosenModels(store, parameters) : [],
  };
}

/** Overrides must be an object, a JSON string of one is ignored; they hold for every model. */
function chosenModels(store: Store, parameters: Parameters): readonly DecayingModel[] {
  const wanted = termsOf(parameters["decayingModel"])?.any;
  const given = parameters["modelOverrides"];
  const overrides: Record<string, unknown> = isRecord(given) ? { ...given } : {};
  const score = Number(parameters["score"]);
  if (parameters["score"] !== undefined && !Number.isNaN(score)) overrides["threshold"] = score;
  return store.decayingModels
    .filter((model) => wanted === undefined || wanted.includes(String(model.id)))
    .map((model) => ({ ...model, parameters: { ...model.parameters, ...overrides } }));
}
