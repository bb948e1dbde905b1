/**
 * Decay scores by MISP itself, for models whose formula only MISP knows. They cost it half a
 * millisecond a row, so they are asked for those attributes alone.
 */
import { isObject, text } from "../ecs/read.ts";
import type { AttributeRow } from "./rows.ts";
import type { MispClient } from "./client.ts";

const ROWS_PER_REQUEST = 1000;

/** By the attribute's uuid. */
export type Scores = ReadonlyMap<string, unknown>;

const NO_SCORES: Scores = new Map();

/** What MISP says of those rows whose type is among `types`. */
export async function requestScores(
  client: MispClient,
  rows: Iterable<readonly AttributeRow[]>,
  types: ReadonlySet<string>,
): Promise<Scores> {
  if (types.size === 0) return NO_SCORES;
  const uuids: string[] = [];
  for (const some of rows) {
    for (const { uuid, attribute } of some) {
      if (types.has(text(attribute.type) ?? "")) uuids.push(uuid);
    }
  }
  const scores = new Map<string, unknown>();
  for (let at = 0; at < uuids.length; at += ROWS_PER_REQUEST) {
    await readScores(client, uuids.slice(at, at + ROWS_PER_REQUEST), scores);
  }
  return scores;
}

/** The rows, with `decay_score` where MISP was asked. */
export function withScores(rows: readonly AttributeRow[], scores: Scores): readonly AttributeRow[] {
  if (scores.size === 0) return rows;
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
