/** An attribute as a feed carries it. */
import { typeDefaults } from "./attribute_types.ts";
import { uuidOf } from "./harmless.ts";
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

/** A feed leaves out what there is not. */
export function present<T extends object>(fields: T): Partial<T> {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Partial<T>;
}

/** Undefined for an empty list. */
export function unlessEmpty<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}
