import { keepWhole } from "./facet.ts";
import type { Rule } from "./indicator.ts";
import { digits } from "./read.ts";

/** A port number of one to five digits, 0 to 65535. */
export function parsePort(text: string): number | undefined {
  if (text.length > 5) return undefined;
  const port = digits(text);
  return port !== undefined && port <= 65_535 ? port : undefined;
}

export const port: Rule = (draft, text) => {
  draft.port = parsePort(text.trim());
  if (draft.port === undefined) keepWhole(draft);
};
