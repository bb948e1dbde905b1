import { type Answer, escapedJson, jsonText, prettyJson } from "../answer.ts";
import { TYPE_DEFAULTS } from "../attribute_types.ts";
import { modelJson } from "../decay_json.ts";
import type { Tag, TagLink } from "../records.ts";
import type { Site } from "../site.ts";

/** `GET /tags/index`: every tag with its numerical value, by name; the one list that is not indented. */
export function tagsIndex({ store }: Site): Answer {
  const ofEvents = uses(store.events);
  const ofAttributes = uses(store.attributes);
  const tags = [...store.tags.values()]
    .sort((a, b) => a.name < b.name ? -1 : 1)
    .map((tag) => tagRow(tag, ofEvents.get(tag.id) ?? 0, ofAttributes.get(tag.id) ?? 0));
  return jsonText(escapedJson({ Tag: tags }));
}

function uses(rows: readonly { readonly tags: readonly TagLink[] }[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const row of rows) {
    for (const { tag } of row.tags) counts.set(tag.id, (counts.get(tag.id) ?? 0) + 1);
  }
  return counts;
}

function tagRow(tag: Tag, count: number, attributeCount: number): Record<string, unknown> {
  return {
    id: String(tag.id),
    name: tag.name,
    colour: tag.colour,
    exportable: true,
    org_id: "0",
    user_id: "0",
    hide_tag: false,
    numerical_value: tag.numericalValue,
    is_galaxy: tag.isGalaxy,
    is_custom_galaxy: false,
    local_only: false,
    favourite: false,
    ...taxonomyOf(tag),
    count,
    attribute_count: attributeCount,
  };
}

/** Tags of a taxonomy say so; galaxy tags and an organisation's own do not. */
function taxonomyOf({ name, numericalValue }: Tag): Record<string, unknown> {
  const [namespace = ""] = name.split(":");
  if (numericalValue === null && namespace !== "tlp") return {};
  return {
    Taxonomy: {
      id: "5",
      namespace,
      description: `Taxonomy ${namespace}`,
      version: "3",
      enabled: true,
      exclusive: namespace === "tlp",
      required: false,
      highlighted: false,
      expanded: name,
    },
  };
}

export function decayingModels({ store }: Site): Answer {
  const rows = store.decayingModels.map((model) => ({
    DecayingModel: modelJson(model),
    DecayingModelMapping: [],
  }));
  return prettyJson(rows);
}

/** `GET /attributes/describeTypes`; `to_ids` is 0 or 1 there. */
export function describeTypes(): Answer {
  const types = Object.entries(TYPE_DEFAULTS);
  const defaults = types.map(([type, [category, toIds]]) =>
    [type, { default_category: category, to_ids: toIds ? 1 : 0 }] as const
  );
  const byCategory = Map.groupBy(types, ([, [category]]) => category);
  const mappings = [...byCategory].map(([category, list]) =>
    [category, list.map(([type]) => type)] as const
  );
  return prettyJson({
    result: {
      sane_defaults: Object.fromEntries(defaults),
      types: types.map(([type]) => type),
      categories: [...byCategory.keys()],
      category_type_mappings: Object.fromEntries(mappings),
    },
  });
}
