/**
 * One MISP attribute as one ECS document. A field that is absent is `undefined`: JSON leaves it out.
 * Documents of one event share what comes from the event; nothing in them may be changed.
 */
import { formatDate } from "./dates.ts";
import { type Decay, decayFields } from "./decay.ts";
import { attributeTagging, type EventContext } from "./event_context.ts";
import { type IndicatorDraft, newIndicator } from "./indicator.ts";
import { mapValue } from "./map_value.ts";
import type { MispAttribute, MispObject } from "./misp.ts";
import { type AttributeFacts, attributeFacts, mispAttributeFields } from "./misp_attribute.ts";
import { isObject } from "./read.ts";
import type { Dataset } from "./settings.ts";
import { threatFields } from "./threat.ts";

export type { Decay, DecayScore } from "./decay.ts";
export { type EventContext, prepareEvent } from "./event_context.ts";
export type { Dataset, MappingSettings } from "./settings.ts";

export type EcsDocument = ReturnType<typeof toDocument>;

export interface DocumentOptions {
  /** Epoch milliseconds. */
  readonly now: number;
  /** The object the attribute belongs to, when the attribute does not hold it. */
  readonly object?: MispObject | undefined;
  readonly decay?: Decay | undefined;
}

/** The version of ECS that the fields are taken from. */
const ECS = { version: "9.5.0" } as const;

interface EventFields {
  readonly kind: string;
  readonly category: readonly string[];
  readonly type: readonly string[];
  readonly module: string;
  readonly dataset: Dataset;
  /** A report that a `link` points to. */
  readonly reference: string | undefined;
}

const EVENT_FIELDS = {
  "ti_misp.threat": eventOf("ti_misp.threat"),
  "ti_misp.threat_attributes": eventOf("ti_misp.threat_attributes"),
} satisfies Record<Dataset, EventFields>;

function eventOf(dataset: Dataset): EventFields {
  return {
    kind: "enrichment",
    category: ["threat"],
    type: ["indicator"],
    module: "ti_misp",
    dataset,
    reference: undefined,
  };
}

/** Of an attribute without a value or without a type. */
const NO_INDICATOR: IndicatorDraft = newIndicator("", "", false);

/** Never throws, whatever the attribute's fields hold. */
export function toDocument(
  attribute: MispAttribute,
  event: EventContext,
  options: DocumentOptions,
) {
  const facts = attributeFacts(attribute);
  const indicator = indicatorOf(facts);
  const tagging = attributeTagging(event, attribute.Tag, attribute.Galaxy);
  const object = options.object ?? attribute.Object;
  return {
    "@timestamp": timestampOf(facts, event, options.now),
    ecs: ECS,
    event: eventFields(event.settings.dataset, indicator.reference),
    organization: event.organization,
    tags: tagging.tags,
    threat: threatFields(attribute, facts, indicator, tagging, event),
    vulnerability: vulnerabilityFields(indicator),
    misp: {
      attribute: mispAttributeFields(attribute, facts, {
        decay: decayFields(attribute.decay_score, options.decay, {
          timestampMs: facts.timestampMs,
          lastSeenMs: facts.lastSeenMs,
          now: options.now,
          expirationMs: event.settings.expirationMs,
        }),
        eventUuid: event.event?.uuid,
        ipRange: indicator.ipRange,
        attachments: event.settings.attachments,
      }),
      indicator: indicator.facets,
      object: isObject(object) ? event.objectFields(object) : undefined,
      event: event.event,
      org: event.org,
      orgc: event.orgc,
    },
  };
}

function indicatorOf({ type, value, toIds }: AttributeFacts): IndicatorDraft {
  if (type === undefined || value === undefined) return NO_INDICATOR;
  return mapValue(type, value, toIds === true);
}

/** An attribute counts by its own time, the data set of events by that of the event. */
function timestampOf(
  { timestamp }: AttributeFacts,
  { event, settings }: EventContext,
  now: number,
) {
  const [first, second] = settings.dataset === "ti_misp.threat"
    ? [event?.timestamp, timestamp]
    : [timestamp, event?.timestamp];
  return first ?? second ?? formatDate(now);
}

/** One object for all documents without a reference, so that it is stringified once. */
function eventFields(dataset: Dataset, reference: string | undefined): EventFields {
  const shared = EVENT_FIELDS[dataset];
  return reference === undefined ? shared : { ...shared, reference };
}

function vulnerabilityFields({ vulnerability }: IndicatorDraft) {
  return vulnerability === undefined ? undefined : { id: vulnerability };
}
