/**
 * Decay scores by MISP itself, for models whose formula only MISP knows. They cost it half a
 * millisecond a row, so they are asked for those attributes alone.
 */
import { isObject, text } from "../ecs/read.ts";
import type { AttributeRow } from "./rows.ts";
import type { MispClient } from "./client.ts";

const ROWS_PER_REQUEST = 1000;

/** The rows, with `decay_score` where their type is among `types`. */
export async function withScores(
  client: MispClient,
  rows: readonly AttributeRow[],
  types: ReadonlySet<string>,
): Promise<readonly AttributeRow[]> {
  if (types.size === 0) return rows;
  const uuids = rows.filter((row) => types.has(text(row.attribute.type) ?? "")).map((row) =>
    row.uuid
  );
  if (uuids.length === 0) return rows;
  const scores = new Map<string, unknown>();
  for (let at = 0; at < uuids.length; at += ROWS_PER_REQUEST) {
    await readScores(client, uuids.slice(at, at + ROWS_PER_REQUEST), scores);
  }
  return rows.map((row) => {
    const score = scores.get(row.uuid);
    if (score === undefined) return row;
    return { ...row, attribute: { ...row.attribute, decay_score: score } };
  });
}

async function readScores(
  client: MispClient,
  uuids: readonly string[],
  scores: Map<string, unknown>,
): Promise<void> {
  await client.request({
    method: "POST",
    path: "/attributes/restSearch",
    heavyAttempts: 2,
    body: {
      returnFormat: "json",
      uuid: uuids,
      deleted: [0, 1],
      includeDecayScore: 1,
      limit: uuids.length + 1,
      page: 1,
    },
  }, async (answer) => {
    for await (const group of answer.elements) {
      for (const row of group) {
        if (!isObject(row)) continue;
        const uuid = text(row["uuid"])?.toLowerCase();
        if (uuid !== undefined) scores.set(uuid, row["decay_score"]);
      }
    }
  });
}
