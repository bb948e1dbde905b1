import { addFacet, facetName } from "./facet.ts";
import { fileOf } from "./file.ts";
import { trimmed } from "./flat.ts";
import type { Rule } from "./indicator.ts";

/** `threat.indicator.file.hash.<algorithm>`, in lower case. */
export function hash(algorithm: string): Rule {
  return (draft, text) => {
    fileOf(draft).hash = { [algorithm]: trimmed(text).toLowerCase() };
  };
}

/** ssdeep compares by case. */
export const ssdeep: Rule = (draft, text) => {
  fileOf(draft).hash = { ssdeep: trimmed(text) };
};

/** `threat.indicator.file.pe.<algorithm>`: hashes of the structure of a Windows program. */
export function peHash(algorithm: "imphash" | "pehash"): Rule {
  return (draft, text) => {
    fileOf(draft).pe = { [algorithm]: trimmed(text).toLowerCase() };
  };
}

export const telfhash: Rule = (draft, text) => {
  fileOf(draft).elf = { telfhash: trimmed(text).toLowerCase() };
};

/** A hash for which ECS has no field: the facet of the hash, whatever the attribute's own type. */
export function facetHash(type: string): Rule {
  const name = facetName(type);
  return (draft, text) => addFacet(draft, name, text.toLowerCase());
}

/** A fuzzy hash for which ECS has no field, and in which case counts. */
export function verbatimFacetHash(type: string): Rule {
  const name = facetName(type);
  return (draft, text) => addFacet(draft, name, text);
}
