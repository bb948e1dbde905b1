/** `POST /sightings/restSearch`: which events were seen, where nothing in the events index moves. */
import { isHeavy } from "../retry.ts";
import type { MispClient } from "./client.ts";
import { sightingRow } from "./rows.ts";

/** Sightings may be dated ahead by a sensor's clock. */
const AHEAD_S = 86_400;

/** A span that cannot be read at this length is not failing because of its length. */
const SHORTEST_SPAN_S = 3600;

/**
 * The highest sighting id by event id, of sightings dated from `since` on (epoch seconds). MISP
 * answers a search with all it finds: a span that is too much for it is halved.
 */
export async function requestSightings(
  client: MispClient,
  since: number,
  now: number,
): Promise<ReadonlyMap<string, number>> {
  const highest = new Map<string, number>();
  await readSpan(client, Math.max(since, 1), Math.floor(now / 1000) + AHEAD_S, highest);
  return highest;
}

async function readSpan(
  client: MispClient,
  from: number,
  to: number,
  highest: Map<string, number>,
): Promise<void> {
  try {
    for (const { id, eventId } of await requestSpan(client, from, to)) {
      if (id > (highest.get(eventId) ?? 0)) highest.set(eventId, id);
    }
  } catch (error) {
    if (!isHeavy(error) || to - from <= SHORTEST_SPAN_S) throw error;
    const middle = Math.floor((from + to) / 2);
    await readSpan(client, from, middle, highest);
    await readSpan(client, middle, to, highest);
  }
}

/** Both bounds are sent, and never 0: MISP ignores `from` alone. One row an event is kept. */
function requestSpan(client: MispClient, from: number, to: number) {
  return client.request({
    method: "POST",
    path: "/sightings/restSearch",
    heavyAttempts: 2,
    body: { returnFormat: "json", from, to },
  }, async (answer) => {
    const rows = new Map<string, { readonly id: number; readonly eventId: string }>();
    for await (const group of answer.elements) {
      for (const element of group) {
        const row = sightingRow(element);
        if (row.id > (rows.get(row.eventId)?.id ?? 0)) rows.set(row.eventId, row);
      }
    }
    return rows.values();
  });
}
