/** Tag names, free of the quotes and back-slashes that make them awkward to search. */
import { isObject, list, text } from "./read.ts";

/** The names of a `Tag` list, in order. */
export function tagNames(tags: unknown): readonly string[] {
  const names: string[] = [];
  for (const tag of list(tags)) {
    const name = isObject(tag) ? text(tag["name"]) : undefined;
    if (name !== undefined) names.push(name);
  }
  return names;
}

/** The names of an event's tags, in the two forms that MISP sends: `Tag[]` and `EventTag[].Tag`. */
export function eventTagNames(tags: unknown, eventTags: unknown): readonly string[] {
  const nested = list(eventTags).map((row) => isObject(row) ? row["Tag"] : undefined);
  return [...tagNames(tags), ...tagNames(nested)];
}

/** `misp-galaxy:tool="X"` → `misp-galaxy:tool=X` */
export function stripTag(name: string): string {
  return name.includes('"') || name.includes("\\") ? name.replace(/["\\]/g, "") : name;
}

/** Stripped names of several lists, in order, each once, without blank ones. */
export function mergeTags(...lists: readonly (readonly string[])[]): readonly string[] {
  const merged = new Set<string>();
  for (const names of lists) {
    for (const name of names) {
      const stripped = stripTag(name);
      if (text(stripped) !== undefined) merged.add(stripped);
    }
  }
  return [...merged];
}
