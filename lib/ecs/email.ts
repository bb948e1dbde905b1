import { trimmed } from "./flat.ts";
import type { Rule } from "./indicator.ts";
import { refangEmail } from "./refang.ts";

/** Case is kept: the part before the `@` may depend on it. */
export const emailAddress: Rule = (draft, text) => {
  draft.emailAddress = refangEmail(trimmed(text));
};

export const emailSubject: Rule = (draft, text) => {
  draft.emailSubject = text;
};
