/** Facets: `misp.indicator.<name>`, one `flattened` field for all that ECS has no field for. */
import type { IndicatorDraft, Rule } from "./indicator.ts";

/** No MISP type comes near; a key in a `flattened` field must not outgrow a Lucene term. */
const LONGEST_NAME = 256;

/** `sha512/256` → `sha512_256`: other signs than a–z and 0–9 become one `_`. */
export function facetName(type: string): string {
  return type.slice(0, LONGEST_NAME).toLowerCase().replace(/[^a-z0-9]+/g, "_");
}

export function addFacet(draft: IndicatorDraft, name: string, text: string): void {
  draft.facets ??= {};
  draft.facets[name] = text;
}

/** The facet of the attribute's own type, verbatim. */
export const facet: Rule = (draft, text) => addFacet(draft, draft.facetName, text);

/** The facet of the attribute's own type, in lower case. */
export const lowerCaseFacet: Rule = (draft, text) => facet(draft, text.toLowerCase());

/** The facet of the attribute's own type, in lower case when it is a hash. */
export const hexFacet: Rule = (draft, text) =>
  facet(draft, /^\s*[0-9a-f]+\s*$/i.test(text) ? text.toLowerCase() : text);

/** Keeps the whole value findable when a numeric or address field cannot hold it. */
export function keepWhole(draft: IndicatorDraft): void {
  addFacet(draft, draft.facetName, draft.value);
}
