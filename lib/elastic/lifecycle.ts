/** How long data streams keep their records, in the words of each kind of server. */
import ilmPolicy from "./assets/ilm_policy.json" with { type: "json" };
import ismPolicy from "./assets/ism_policy.json" with { type: "json" };
import { type Asset, assetOf } from "./asset.ts";
import type { ServerFacts } from "./features.ts";
import type { Flavour } from "./flavour.ts";
import { type JsonObject, objectAt } from "./json.ts";
import { patched } from "./patched.ts";

export interface Lifecycle {
  readonly policy: string;
  /** The data stream that it holds for. */
  readonly stream: string;
  /** Milliseconds that a record stays at the least, or for ever. */
  readonly retention: number | "off";
}

interface LifecycleParts {
  readonly policies: readonly Asset[];
  /** For the data stream's template. */
  readonly settings: JsonObject;
  readonly template: JsonObject;
}

const DIALECTS = {
  ilm: (lifecycle, { features }) => ({
    policies: [policyAsset("ilm_policy", lifecycle, ilmBody(lifecycle), features.policies)],
    settings: features.policies ? { lifecycle: { name: lifecycle.policy } } : {},
    template: {},
  }),
  // A policy finds its data stream by itself.
  ism: (lifecycle, { features }) => ({
    policies: [policyAsset("ism_policy", lifecycle, ismBody(lifecycle), features.policies)],
    settings: {},
    template: {},
  }),
  data_stream: ({ retention }) => ({
    policies: [],
    settings: {},
    template: { lifecycle: dataStreamLifecycle(retention) },
  }),
} satisfies Record<
  Flavour["lifecycle"],
  (lifecycle: Lifecycle, server: ServerFacts) => LifecycleParts
>;

export function lifecycleParts(lifecycle: Lifecycle, server: ServerFacts): LifecycleParts {
  return DIALECTS[server.flavour.lifecycle](lifecycle, server);
}

function policyAsset(
  kind: "ilm_policy" | "ism_policy",
  { policy }: Lifecycle,
  body: JsonObject,
  available: boolean,
): Asset {
  if (available) return assetOf(kind, policy, body);
  const feature = kind === "ilm_policy" ? "index lifecycle management" : "the plugin for it";
  return assetOf(kind, policy, body, {
    unavailable: `this server lacks ${feature}, so that nothing deletes old records`,
  });
}

const SECOND = 1000;
const HOUR = 3600 * SECOND;
const DAY = 24 * HOUR;

/** The shorter the stay, the shorter the time of writing to one index; as Elasticsearch does it. */
const ROLLOVERS = [[DAY, HOUR], [14 * DAY, DAY], [90 * DAY, 7 * DAY]] as const;

function rolloverAge(retention: number | "off"): number {
  if (retention === "off") return 30 * DAY;
  return ROLLOVERS.find(([longest]) => retention <= longest)?.[1] ?? 30 * DAY;
}

/** A record stays for the retention, and for as long as its index was written to. */
function ilmBody({ retention }: Lifecycle): JsonObject {
  const age = timeValue(rolloverAge(retention));
  const body = patched(ilmPolicy, [...PHASES, "hot", "actions", "rollover", "max_age"], age);
  return retention === "off"
    ? patched(body, [...PHASES, "delete"], undefined)
    : patched(body, [...PHASES, "delete", "min_age"], timeValue(retention));
}

const PHASES = ["policy", "phases"] as const;
const STATES = ["policy", "states"] as const;
const HOT = [...STATES, 0] as const;

function ismBody({ retention, stream }: Lifecycle): JsonObject {
  const age = timeValue(rolloverAge(retention));
  const template = patched(ismPolicy, ["policy", "ism_template", 0, "index_patterns"], [stream]);
  const body = patched(template, [...HOT, "actions", 0, "rollover", "min_index_age"], age);
  if (retention !== "off") {
    const condition = [...HOT, "transitions", 0, "conditions", "min_rollover_age"] as const;
    return patched(body, condition, timeValue(retention));
  }
  const hot = objectAt(patched(body, [...HOT, "transitions"], []), ...HOT);
  return patched(body, STATES, [hot]);
}

export function dataStreamLifecycle(retention: number | "off"): JsonObject {
  return {
    enabled: true,
    ...(retention === "off" ? {} : { data_retention: timeValue(retention) }),
  };
}

/** `365d`: whole days where it can be, else hours or seconds. */
function timeValue(ms: number): string {
  if (ms % DAY === 0) return `${ms / DAY}d`;
  return ms % HOUR === 0 ? `${ms / HOUR}h` : `${Math.ceil(ms / SECOND)}s`;
}
