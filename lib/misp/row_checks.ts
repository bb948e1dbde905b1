/** What rows of one answer have to be, together. */
import { unusable } from "./raw_rows.ts";
import type { AttributeRow } from "./rows.ts";

/** @throws {RequestError} when two rows have one uuid: they would be one document, written twice. */
export function requireOnce(rows: readonly AttributeRow[]): void {
  const uuids = new Set<string>();
  for (const { uuid } of rows) {
    if (uuids.has(uuid)) throw unusable(`attribute ${uuid} twice`);
    uuids.add(uuid);
  }
}

/** How many of the rows are not deleted, which are those that MISP counts. */
export function liveOf(rows: readonly AttributeRow[]): number {
  let live = 0;
  for (const { deleted } of rows) if (!deleted) live++;
  return live;
}
