import { ATTRIBUTE_TYPES, type AttributeMapping } from "./attribute_types.ts";
import { facet, facetName } from "./facet.ts";
import { type IndicatorDraft, type IndicatorType, newIndicator, type Rule } from "./indicator.ts";

interface Lookup {
  readonly type: IndicatorType | undefined;
  readonly rule: Rule;
  readonly facetName: string;
}

const LOOKUP: ReadonlyMap<string, Lookup> = new Map(
  Object.entries<AttributeMapping>(ATTRIBUTE_TYPES).map(([name, { type, rule }]) => [
    name,
    { type, rule, facetName: facetName(name) },
  ]),
);

/** What a value that is not blank means. Types that MISP may add later become facets. */
export function mapValue(type: string, value: string, toIds: boolean): IndicatorDraft {
  const known = LOOKUP.get(type);
  const draft = newIndicator(value, known?.facetName ?? facetName(type), toIds);
  if (known === undefined) {
    facet(draft, value);
  } else {
    draft.type = known.type;
    known.rule(draft, value);
  }
  return draft;
}
