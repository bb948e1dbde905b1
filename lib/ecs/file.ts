import { keepWhole } from "./facet.ts";
import { trimmed } from "./flat.ts";
import type { FileDraft, IndicatorDraft, Rule } from "./indicator.ts";
import { digits } from "./read.ts";

export function fileOf(draft: IndicatorDraft): FileDraft {
  return draft.file ??= {
    name: undefined,
    path: undefined,
    size: undefined,
    mime_type: undefined,
    hash: undefined,
    pe: undefined,
    elf: undefined,
  };
}

/** The name may hold a path, and may even hold a `|`. */
export const fileName: Rule = (draft, text) => {
  const file = fileOf(draft);
  file.name = trimmed(text);
  if (file.name.includes("/") || file.name.includes("\\")) file.path = file.name;
};

export const mimeType: Rule = (draft, text) => {
  fileOf(draft).mime_type = trimmed(text);
};

export const fileSize: Rule = (draft, text) => {
  const size = digits(text.trim());
  if (size === undefined) keepWhole(draft);
  else fileOf(draft).size = size;
};
