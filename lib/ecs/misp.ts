/**
 * What MISP sends, as far as the mapping reads it. Nothing about a field is taken for granted: MISP
 * versions, feeds and other servers differ in types, and a field may be missing, null or anything
 * else that JSON can hold. The readers in `read.ts` turn a field into what it should be.
 */

export interface MispAttribute {
  readonly id?: unknown;
  readonly uuid?: unknown;
  readonly type?: unknown;
  readonly category?: unknown;
  readonly value?: unknown;
  readonly comment?: unknown;
  readonly data?: unknown;
  readonly to_ids?: unknown;
  readonly deleted?: unknown;
  readonly disable_correlation?: unknown;
  readonly distribution?: unknown;
  readonly sharing_group_id?: unknown;
  readonly timestamp?: unknown;
  readonly first_seen?: unknown;
  readonly last_seen?: unknown;
  readonly event_id?: unknown;
  readonly event_uuid?: unknown;
  readonly object_id?: unknown;
  readonly object_relation?: unknown;
  readonly decay_score?: unknown;
  readonly warnings?: unknown;
  /** A list of `MispTag`. */
  readonly Tag?: unknown;
  /** A list of `MispGalaxy`. */
  readonly Galaxy?: unknown;
  /** A list of `MispSighting`. */
  readonly Sighting?: unknown;
  /** A `MispEvent`, in answers of the attribute search. */
  readonly Event?: unknown;
  /** A `MispObject`, in answers of the attribute search. */
  readonly Object?: unknown;
}

export interface MispEvent {
  readonly id?: unknown;
  readonly uuid?: unknown;
  readonly info?: unknown;
  readonly date?: unknown;
  readonly analysis?: unknown;
  readonly threat_level_id?: unknown;
  readonly published?: unknown;
  readonly attribute_count?: unknown;
  readonly org_id?: unknown;
  readonly orgc_id?: unknown;
  readonly timestamp?: unknown;
  readonly publish_timestamp?: unknown;
  readonly sighting_timestamp?: unknown;
  readonly distribution?: unknown;
  readonly sharing_group_id?: unknown;
  readonly extends_uuid?: unknown;
  readonly locked?: unknown;
  readonly disable_correlation?: unknown;
  readonly proposal_email_lock?: unknown;
  readonly event_creator_email?: unknown;
  readonly Org?: unknown;
  readonly Orgc?: unknown;
  /** A list of `MispTag`: searches and feeds. */
  readonly Tag?: unknown;
  /** A list of `{ Tag: MispTag }`: the index of events. */
  readonly EventTag?: unknown;
  /** A list of `MispGalaxy`: searches. */
  readonly Galaxy?: unknown;
  /** A list of `MispGalaxyCluster`: the index of events. */
  readonly GalaxyCluster?: unknown;
}

export interface MispObject {
  readonly id?: unknown;
  readonly uuid?: unknown;
  readonly name?: unknown;
  readonly "meta-category"?: unknown;
  readonly description?: unknown;
  readonly comment?: unknown;
  readonly template_uuid?: unknown;
  readonly template_version?: unknown;
  readonly event_id?: unknown;
  readonly timestamp?: unknown;
  readonly distribution?: unknown;
  readonly sharing_group_id?: unknown;
  readonly deleted?: unknown;
  readonly first_seen?: unknown;
  readonly last_seen?: unknown;
  /** A list of `MispAttribute`: the attribute itself and its siblings. */
  readonly Attribute?: unknown;
}

export interface MispOrganisation {
  readonly id?: unknown;
  readonly name?: unknown;
  readonly uuid?: unknown;
  readonly local?: unknown;
}

export interface MispTag {
  readonly name?: unknown;
}

export interface MispGalaxy {
  /** A list of `MispGalaxyCluster`. */
  readonly GalaxyCluster?: unknown;
}

export interface MispGalaxyCluster {
  readonly type?: unknown;
  readonly value?: unknown;
  /** `external_id` and `kill_chain` are read, both lists of text. */
  readonly meta?: unknown;
}

export interface MispSighting {
  /** `"0"` seen, `"1"` false positive, `"2"` expired. */
  readonly type?: unknown;
}
