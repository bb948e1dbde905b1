import type { Attribute, Event, MispObject, SightingType } from "./records.ts";

/** A tag by name, or by name and with the local mark. */
export type TagInput = string | { readonly name: string; readonly local?: boolean };

type Given<T, K extends keyof T> = { readonly [P in K]?: T[P] };

export interface AttributeInput extends
  Given<
    Attribute,
    | "uuid"
    | "objectRelation"
    | "category"
    | "comment"
    | "toIds"
    | "timestamp"
    | "distribution"
    | "sharingGroupId"
    | "deleted"
    | "disableCorrelation"
    | "firstSeen"
    | "lastSeen"
    | "data"
  > {
  readonly type: string;
  readonly value: string;
  readonly tags?: readonly TagInput[];
}

export interface ObjectInput extends
  Given<
    MispObject,
    | "uuid"
    | "metaCategory"
    | "description"
    | "templateUuid"
    | "templateVersion"
    | "comment"
    | "timestamp"
    | "distribution"
    | "sharingGroupId"
    | "firstSeen"
    | "lastSeen"
  > {
  /** Template name: `file`, `domain-ip`, `email`, `network-connection` … */
  readonly name: string;
  readonly attributes: readonly AttributeInput[];
}

export interface EventInput extends
  Given<
    Event,
    | "uuid"
    | "info"
    | "date"
    | "org"
    | "orgc"
    | "threatLevelId"
    | "analysis"
    | "distribution"
    | "sharingGroupId"
    | "timestamp"
    | "publishTimestamp"
    | "published"
    | "extendsUuid"
  > {
  readonly tags?: readonly TagInput[];
  readonly attributes?: readonly AttributeInput[];
  readonly objects?: readonly ObjectInput[];
}

/** What an analyst can change in place; stamps move by themselves. */
export type AttributeChanges = Partial<
  Pick<
    Attribute,
    "type" | "category" | "value" | "comment" | "toIds" | "firstSeen" | "lastSeen" | "distribution"
  >
>;

export type EventChanges = Partial<
  Pick<Event, "info" | "date" | "threatLevelId" | "analysis" | "distribution" | "extendsUuid">
>;

export interface SightingInput {
  readonly type?: SightingType;
  readonly date?: number;
  readonly source?: string;
}

/** A record, or its id. */
export type Ref = number | { readonly id: number };

export function idOf(ref: Ref): number {
  return typeof ref === "number" ? ref : ref.id;
}
