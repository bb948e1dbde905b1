/** `<instance>:<attribute uuid>`: the same attribute of two MISP instances is two documents. */
export function documentId(instance: string, attributeUuid: string): string {
  return `${instance}:${attributeUuid.toLowerCase()}`;
}
