/** `misp.attribute.*` */
import { formatDate, parseDate } from "./dates.ts";
import type { DecayFields } from "./decay.ts";
import type { MispAttribute } from "./misp.ts";
import { flag, integer, isObject, list, text } from "./read.ts";

/** The texts and times of an attribute that more than one field needs. */
export interface AttributeFacts {
  readonly uuid: string | undefined;
  readonly type: string | undefined;
  readonly value: string | undefined;
  readonly comment: string | undefined;
  readonly toIds: boolean | undefined;
  readonly timestampMs: number | undefined;
  readonly timestamp: string | undefined;
  readonly firstSeen: string | undefined;
  readonly lastSeenMs: number | undefined;
  readonly lastSeen: string | undefined;
}

export function attributeFacts(attribute: MispAttribute): AttributeFacts {
  const timestampMs = parseDate(attribute.timestamp);
  const firstSeenMs = parseDate(attribute.first_seen);
  const lastSeenMs = parseDate(attribute.last_seen);
  return {
    uuid: text(attribute.uuid),
    type: text(attribute.type),
    value: text(attribute.value),
    comment: text(attribute.comment),
    toIds: flag(attribute.to_ids),
    timestampMs,
    timestamp: dateOf(timestampMs),
    firstSeen: dateOf(firstSeenMs),
    lastSeenMs,
    lastSeen: dateOf(lastSeenMs),
  };
}

function dateOf(milliseconds: number | undefined): string | undefined {
  return milliseconds === undefined ? undefined : formatDate(milliseconds);
}

export interface AttributeExtras {
  readonly decay: DecayFields;
  readonly eventUuid: string | undefined;
  readonly ipRange: string | undefined;
  readonly attachments: boolean;
}

export function mispAttributeFields(
  attribute: MispAttribute,
  facts: AttributeFacts,
  { decay, eventUuid, ipRange, attachments }: AttributeExtras,
) {
  return {
    id: text(attribute.id),
    uuid: facts.uuid,
    type: facts.type,
    category: text(attribute.category),
    value: facts.value,
    ip_range: ipRange,
    to_ids: facts.toIds,
    comment: facts.comment,
    event_id: text(attribute.event_id),
    event_uuid: text(attribute.event_uuid) ?? eventUuid,
    object_id: text(attribute.object_id),
    object_relation: text(attribute.object_relation),
    distribution: integer(attribute.distribution),
    sharing_group_id: text(attribute.sharing_group_id),
    deleted: flag(attribute.deleted),
    disable_correlation: flag(attribute.disable_correlation),
    timestamp: facts.timestamp,
    first_seen: facts.firstSeen ?? unreadDate(attribute.first_seen),
    last_seen: facts.lastSeen ?? unreadDate(attribute.last_seen),
    warninglist: warninglists(attribute.warnings),
    decayed: decay.decayed,
    decayed_at: decay.decayed_at,
    decayed_by: decay.decayed_by,
    decay_score: decay.decay_score,
    data: attachments ? text(attribute.data) : undefined,
  };
}

/** What was sent instead of a date; zero stands for none. */
function unreadDate(value: unknown): string | undefined {
  const sent = text(value);
  return sent === undefined || sent.trim() === "0" ? undefined : sent;
}

function warninglists(warnings: unknown): readonly string[] | undefined {
  const rows = list(warnings);
  if (rows.length === 0) return undefined;
  const names = rows.flatMap((row) => isObject(row) ? text(row["warninglist_name"]) ?? [] : []);
  return names.length === 0 ? undefined : [...new Set(names)];
}
