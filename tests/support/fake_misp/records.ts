/** Every number is an id, a count or epoch seconds; the routes write them as the strings that MISP sends. */

export interface Org {
  readonly id: number;
  readonly uuid: string;
  readonly name: string;
}

export interface Tag {
  readonly id: number;
  readonly name: string;
  readonly colour: string;
  readonly numericalValue: string | null;
  readonly isGalaxy: boolean;
}

/** A tag on an event or attribute; a local one is never shared and moves no stamp. */
export interface TagLink {
  readonly id: number;
  readonly tag: Tag;
  readonly local: boolean;
}

export interface Galaxy {
  readonly id: number;
  readonly uuid: string;
  readonly name: string;
  readonly type: string;
  readonly description: string;
  readonly version: string;
  readonly icon: string;
  readonly namespace: string;
}

export interface GalaxyCluster {
  readonly id: number;
  readonly uuid: string;
  readonly value: string;
  readonly tagName: string;
  readonly description: string;
  readonly source: string;
  readonly authors: readonly string[];
  readonly version: string;
  readonly galaxy: Galaxy;
  readonly meta: Readonly<Record<string, readonly string[]>>;
}

export interface Attribute {
  readonly id: number;
  readonly uuid: string;
  readonly eventId: number;
  /** 0 when the attribute is in no object. */
  readonly objectId: number;
  readonly objectRelation: string | null;
  readonly category: string;
  readonly type: string;
  readonly value: string;
  readonly comment: string;
  readonly toIds: boolean;
  readonly timestamp: number;
  readonly distribution: number;
  readonly sharingGroupId: number;
  readonly deleted: boolean;
  readonly disableCorrelation: boolean;
  readonly firstSeen: string | null;
  readonly lastSeen: string | null;
  readonly tags: readonly TagLink[];
  /** Base64 of an attachment, sent only with `withAttachments`. */
  readonly data: string | null;
  /** Out of sight of the key since its distribution was narrowed. */
  readonly hidden: boolean;
}

export interface MispObject {
  readonly id: number;
  readonly uuid: string;
  readonly eventId: number;
  readonly name: string;
  readonly metaCategory: string;
  readonly description: string;
  readonly templateUuid: string;
  readonly templateVersion: string;
  readonly comment: string;
  readonly timestamp: number;
  readonly distribution: number;
  readonly sharingGroupId: number;
  readonly deleted: boolean;
  readonly firstSeen: string | null;
  readonly lastSeen: string | null;
}

export interface Event {
  readonly id: number;
  readonly uuid: string;
  readonly info: string;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly org: Org;
  readonly orgc: Org;
  readonly threatLevelId: number;
  readonly analysis: number;
  readonly distribution: number;
  readonly sharingGroupId: number;
  readonly timestamp: number;
  readonly publishTimestamp: number;
  readonly sightingTimestamp: number;
  readonly published: boolean;
  readonly locked: boolean;
  readonly disableCorrelation: boolean;
  readonly extendsUuid: string;
  readonly tags: readonly TagLink[];
  /** In ascending order of id, soft-deleted ones too. */
  readonly attributes: readonly Attribute[];
  readonly objects: readonly MispObject[];
  readonly hidden: boolean;
}

/** `0` seen, `1` false positive, `2` expired. */
export type SightingType = "0" | "1" | "2";

export interface Sighting {
  readonly id: number;
  readonly uuid: string;
  readonly attributeId: number;
  readonly eventId: number;
  readonly org: Org;
  readonly date: number;
  readonly source: string;
  readonly type: SightingType;
}

export interface DecayingModel {
  readonly id: number;
  readonly uuid: string;
  readonly name: string;
  readonly description: string;
  /** Days, exponent, score, score and shares of taxonomies' numerical values. */
  readonly parameters: {
    readonly lifetime: number;
    readonly decay_speed: number;
    readonly threshold: number;
    readonly default_base_score: number;
    readonly base_score_config: Readonly<Record<string, number>>;
  };
  readonly attributeTypes: readonly string[];
  readonly enabled: boolean;
  readonly formula: string;
  readonly version: string;
}

export interface Warninglist {
  readonly id: number;
  readonly name: string;
  readonly category: string;
  readonly values: ReadonlySet<string>;
}

/** What the model itself may write; everybody else sees the read-only shapes above. */
export type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export type MutableEvent = Omit<Mutable<Event>, "attributes" | "objects"> & {
  attributes: Mutable<Attribute>[];
  objects: Mutable<MispObject>[];
};
