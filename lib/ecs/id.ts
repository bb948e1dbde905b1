/** `<instance>:<attribute uuid>`: the same attribute of two MISP instances is two documents. */
export function documentId(instance: string, attributeUuid: string): string {
  return `${instance}:${attributeUuid.toLowerCase()}`;
}

/**
 * `_id` of one revision of an attribute in the journal: the same however often it is written.
 * Stamps are epoch seconds.
 */
export function revisionId(
  instance: string,
  attributeUuid: string,
  attributeTimestamp: number,
  eventTimestamp: number,
): string {
  return `${documentId(instance, attributeUuid)}:${attributeTimestamp}:${eventTimestamp}`;
}

/** `_id` of the record that an attribute went with its event, last known at this stamp. */
export function goneId(instance: string, attributeUuid: string, eventTimestamp: number): string {
  return `${documentId(instance, attributeUuid)}:gone:${eventTimestamp}`;
}
