/** The tags of attributes and events that can move a base score. */
import type { MispEvent } from "../../ecs/misp.ts";
import { flag, isObject, type JsonObject, list, text } from "../../ecs/read.ts";
import { readNumber } from "./reading.ts";

export interface ScoredTag {
  readonly name: string;
  /** What a model's weights are keyed by, see `tagBase()`. */
  readonly base: string;
  readonly value: number | undefined;
}

const TRIPLE = /^([^:="]+:[^:="]+)="[^:="]+"$/;
const PAIR = /^([^:="]+):[^:="]+$/;

/**
 * What MISP compares tags by: `namespace:predicate` of `namespace:predicate="value"`, `namespace` of
 * `namespace:value`. Any other tag, also one whose value holds `:` or `=`, stands for itself.
 */
export function tagBase(name: string): string {
  return TRIPLE.exec(name)?.[1] ?? PAIR.exec(name)?.[1] ?? name;
}

/** Reads those tags of a `Tag` or `EventTag` list whose base is one of `bases`. */
export class TagReader {
  readonly #bases: ReadonlySet<string>;
  readonly #values: ReadonlyMap<string, number>;
  /** An instance has far fewer tags than an attribute list has entries: each is taken apart once. */
  readonly #baseByName = new Map<string, string | undefined>();

  constructor(bases: ReadonlySet<string>, values: ReadonlyMap<string, number>) {
    this.#bases = bases;
    this.#values = values;
  }

  /** Tags that the attribute inherits are its event's, which is read by itself. */
  ownTags(list: unknown): readonly ScoredTag[] {
    return this.#read(list, (entry) => flag(entry.inherited) !== true);
  }

  /** `Tag` as in searches and feeds, or `EventTag` as in the index of events. */
  eventTags(event: Pick<MispEvent, "Tag" | "EventTag">): readonly ScoredTag[] {
    return this.#read(list(event.Tag).length > 0 ? event.Tag : event.EventTag, () => true);
  }

  #read(
    list: unknown,
    accepts: (entry: JsonObject) => boolean,
  ): readonly ScoredTag[] {
    if (!Array.isArray(list) || list.length === 0 || this.#bases.size === 0) return NO_TAGS;
    let tags: ScoredTag[] | undefined;
    for (const entry of list) {
      if (!isObject(entry)) continue;
      const tag = isObject(entry.Tag) ? entry.Tag : entry;
      const name = text(tag.name);
      const base = name === undefined ? undefined : this.#baseOf(name);
      if (name === undefined || base === undefined || !accepts(entry)) continue;
      const value = readNumber(tag.numerical_value) ?? this.#values.get(name);
      (tags ??= []).push({ name, base, value });
    }
    return tags ?? NO_TAGS;
  }

  #baseOf(name: string): string | undefined {
    const known = this.#baseByName.get(name);
    if (known !== undefined || this.#baseByName.has(name)) return known;
    const base = tagBase(name);
    const used = this.#bases.has(base) ? base : undefined;
    this.#baseByName.set(name, used);
    return used;
  }
}

const NO_TAGS: readonly ScoredTag[] = [];

/**
 * The tags that count for an attribute. Where it and its event have tags of one base, the event's
 * are overridden, and (as MISP replaces one by one) by the last of the attribute's only.
 */
export function effectiveTags(
  eventTags: readonly ScoredTag[],
  ownTags: readonly ScoredTag[],
): readonly ScoredTag[] {
  if (ownTags.length === 0) return eventTags;
  if (eventTags.length === 0) return ownTags;
  const eventBases = new Set(eventTags.map((tag) => tag.base));
  const last = new Map(ownTags.map((tag) => [tag.base, tag]));
  return [
    ...eventTags.filter((tag) => !last.has(tag.base)),
    ...ownTags.filter((tag) => !eventBases.has(tag.base) || last.get(tag.base) === tag),
  ];
}
