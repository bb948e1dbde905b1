/** The events of the demo feed as their authors think of them; `event_json.ts` writes them out. */
import type { MispAttributeType } from "../../../lib/ecs/attribute_type.ts";
import type { ClusterName } from "./galaxies.ts";
import type { TemplateName } from "./object_templates.ts";

export interface AttributeOptions {
  /** MISP's default for the type when absent, like `toIds`. */
  readonly category?: string;
  readonly toIds?: boolean;
  readonly comment?: string;
  readonly deleted?: boolean;
  readonly uncorrelated?: boolean;
  /** When it was last changed, in ISO 8601; some seconds after its neighbour when absent. */
  readonly at?: string;
  readonly firstSeen?: string;
  readonly lastSeen?: string;
  readonly tags?: readonly string[];
  readonly clusters?: readonly ClusterName[];
}

export interface AttributeSpec extends AttributeOptions {
  readonly type: MispAttributeType;
  readonly value: string;
  /** Its role, for a part of an object. */
  readonly relation?: string;
}

export interface ReferenceSpec {
  /** Key of an object of the same event. */
  readonly to: string;
  readonly relationship: string;
  readonly comment?: string;
}

export interface ObjectSpec {
  /** Names the object within its event. */
  readonly key: string;
  readonly template: TemplateName;
  readonly comment?: string;
  readonly deleted?: boolean;
  readonly firstSeen?: string;
  readonly lastSeen?: string;
  readonly references?: readonly ReferenceSpec[];
  readonly parts: readonly AttributeSpec[];
}

export interface EventSpec {
  /** Names the event within the feed: its uuid and those of its parts are made from it. */
  readonly key: string;
  readonly info: string;
  /** When work on it began, in ISO 8601; also its date. */
  readonly at: string;
  readonly organisation: string;
  /** 0 initial, 1 ongoing, 2 complete. */
  readonly analysis: 0 | 1 | 2;
  /** 1 high, 2 medium, 3 low, 4 undefined. */
  readonly threatLevel: 1 | 2 | 3 | 4;
  /** Key of the event that this one extends. */
  readonly extends?: string;
  readonly tags: readonly string[];
  readonly clusters?: readonly ClusterName[];
  readonly attributes: readonly AttributeSpec[];
  readonly objects?: readonly ObjectSpec[];
  /** A report in Markdown, by its name. */
  readonly report?: { readonly name: string; readonly content: string };
}

export function attribute(
  type: MispAttributeType,
  value: string,
  options: AttributeOptions = {},
): AttributeSpec {
  return { type, value, ...options };
}

/** Several attributes of one type that differ in nothing else. */
export function attributes(
  type: MispAttributeType,
  values: readonly string[],
  options: AttributeOptions = {},
): AttributeSpec[] {
  return values.map((value) => attribute(type, value, options));
}

/** An attribute in an object. */
export function part(
  relation: string,
  type: MispAttributeType,
  value: string,
  options: AttributeOptions = {},
): AttributeSpec {
  return { type, value, relation, ...options };
}
