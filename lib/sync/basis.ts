/** What every document depends on beside its event; when it changes, all are reconciled again. */
import { hash } from "node:crypto";
import type { MappingSettings } from "../ecs/document.ts";
import type { Selection } from "./selection.ts";

/** Raised when the mapping gives another document for the same attribute. */
export const MAPPING_VERSION = 1;

export interface BasisParts {
  readonly mapping: MappingSettings;
  readonly selection: Selection;
  /** `Lifetimes.basis`. */
  readonly lifetimes: string;
}

/**
 * A short text that is the same as long as nothing has changed. `select.since` is left out: it
 * moves with the clock, and the plan judges each event by it in every run.
 */
export function basisOf({ mapping, selection, lifetimes }: BasisParts): string {
  const { since: _, ...rest } = selection;
  const text = JSON.stringify([
    MAPPING_VERSION,
    Object.entries(mapping),
    Object.entries(rest),
    lifetimes,
  ]);
  return hash("sha256", text, "hex").slice(0, 16);
}
