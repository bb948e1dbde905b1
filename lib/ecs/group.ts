import { trimmed } from "./flat.ts";
import type { Rule } from "./indicator.ts";

/** A threat actor named by an attribute comes before those named by tags. */
export const threatActor: Rule = (draft, text) => {
  draft.group = trimmed(text);
};
