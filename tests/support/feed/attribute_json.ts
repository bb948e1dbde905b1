/** An attribute as a feed carries it. */
import { typeDefaults } from "./attribute_types.ts";
import { uuidOf } from "./harmless.ts";
import { present, unlessEmpty } from "./present.ts";
import type { AttributeSpec } from "./specs.ts";
import { galaxiesOf, tagsOf } from "./tags.ts";

/** `owner` names the event or object that holds it; `timestamp` is used when it has none itself. */
export function attributeJson(spec: AttributeSpec, owner: string, timestamp: number) {
  const defaults = typeDefaults(spec.type);
  return {
    category: spec.category ?? defaults.category,
    comment: spec.comment ?? "",
    deleted: spec.deleted ?? false,
    disable_correlation: spec.uncorrelated ?? false,
    ...present({
      first_seen: spec.firstSeen,
      last_seen: spec.lastSeen,
      object_relation: spec.relation,
    }),
    timestamp: String(spec.at === undefined ? timestamp : epochSeconds(spec.at)),
    to_ids: spec.toIds ?? defaults.toIds,
    type: spec.type,
    uuid: uuidOf([owner, spec.relation, spec.type, spec.value].join("/")),
    value: spec.value,
    ...present({ Tag: unlessEmpty(tagsOf(spec)), Galaxy: unlessEmpty(galaxiesOf(spec)) }),
  };
}

export function epochSeconds(at: string): number {
  return Math.floor(Temporal.Instant.from(at).epochMilliseconds / 1000);
}
