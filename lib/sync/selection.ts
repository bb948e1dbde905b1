/** Which events and attributes are wanted, and why not; reasons are counted in the summary. */
import type { EventContext } from "../ecs/document.ts";
import type { MispEvent } from "../ecs/misp.ts";
import { flag, isObject, list, text } from "../ecs/read.ts";
import type { NotWanted } from "./tally.ts";
import type { EventRow, SourceAttribute } from "./types.ts";

export interface Selection {
  readonly published: "only" | "any";
  readonly toIds: "only" | "any";
  /** Empty lists select everything. */
  readonly types: readonly string[];
  readonly excludeTypes: readonly string[];
  /** Names, `%` or `*` standing for any text; of the attribute or its event. */
  readonly tags: readonly string[];
  readonly excludeTags: readonly string[];
  /** Names or uuids of creator organisations. */
  readonly organisations: readonly string[];
  /** 1 high … 4 undefined. */
  readonly threatLevels: readonly number[];
  /** Events edited before this (epoch milliseconds) are not wanted; undefined: all are. */
  readonly since: number | undefined;
  readonly warninglists: "keep" | "drop";
}

/** Judges events as such: by organisation, threat level and age. */
export function eventFilter(selection: Selection): (row: EventRow) => boolean {
  const organisations = new Set(selection.organisations.map((name) => name.toLowerCase()));
  const levels = new Set(selection.threatLevels);
  return ({ event, timestamp }) => {
    if (selection.since !== undefined && timestamp * 1000 < selection.since) return false;
    if (levels.size > 0 && !levels.has(Number(text(event.threat_level_id)))) return false;
    return organisations.size === 0 || isOfOne(event, organisations);
  };
}

function isOfOne({ Orgc }: MispEvent, organisations: ReadonlySet<string>): boolean {
  if (!isObject(Orgc)) return false;
  const names = [text(Orgc["name"]), text(Orgc["uuid"])];
  return names.some((name) => name !== undefined && organisations.has(name.toLowerCase()));
}

/** Why an attribute is not wanted; undefined when it is. */
export type AttributeFilter = (
  source: SourceAttribute,
  event: Pick<EventContext, "tagNames">,
) => NotWanted | undefined;

export function attributeFilter(selection: Selection): AttributeFilter {
  const types = new Set(selection.types);
  const excluded = new Set(selection.excludeTypes);
  const tags = tagFilter(selection);
  return (source, event) => {
    if (source.deleted) return "deleted";
    const { attribute } = source;
    const type = text(attribute.type) ?? "";
    if (types.size > 0 && !types.has(type)) return "type";
    if (excluded.has(type)) return "type";
    if (selection.toIds === "only" && flag(attribute.to_ids) !== true) return "to_ids";
    if (selection.warninglists === "drop" && list(attribute.warnings).length > 0) {
      return "warninglist";
    }
    return tags === undefined || tags(source, event.tagNames) ? undefined : "tags";
  };
}

/** Undefined when tags play no part, so that nothing is spent on them. */
function tagFilter({ tags, excludeTags }: Selection) {
  if (tags.length === 0 && excludeTags.length === 0) return undefined;
  const wanted = tagMatcher(tags);
  const unwanted = tagMatcher(excludeTags);
  return ({ attribute }: SourceAttribute, eventTags: readonly string[]): boolean => {
    const names = [...tagNames(attribute.Tag), ...eventTags];
    if (tags.length > 0 && !names.some(wanted)) return false;
    return !names.some(unwanted);
  };
}

function tagNames(tags: unknown): string[] {
  return list(tags).flatMap((tag) => isObject(tag) ? text(tag["name"]) ?? [] : []);
}

/** Quotes do not count, as in documents; `%` is MISP's sign for any text, `*` everybody else's. */
function tagMatcher(patterns: readonly string[]): (name: string) => boolean {
  const plain = (name: string) => name.replaceAll(/["\\]/g, "").toLowerCase();
  const expressions = patterns.map((pattern) => {
    const parts = plain(pattern).split(/[%*]/).map((part) => RegExp.escape(part));
    return new RegExp(`^${parts.join(".*")}$`, "s");
  });
  return (name) => {
    const text = plain(name);
    return expressions.some((expression) => expression.test(text));
  };
}
