import { keepWhole } from "./facet.ts";
import type { Rule } from "./indicator.ts";
import { digits } from "./read.ts";

const LARGEST = 4_294_967_295;

/** `64500`, `AS64500`, `as 64500`: a 32-bit autonomous system number. */
export function parseAsNumber(text: string): number | undefined {
  const number = digits(text.replace(/^as\s*/i, ""));
  return number !== undefined && number <= LARGEST ? number : undefined;
}

export const asNumber: Rule = (draft, text) => {
  draft.asNumber = parseAsNumber(text.trim());
  if (draft.asNumber === undefined) keepWhole(draft);
};
