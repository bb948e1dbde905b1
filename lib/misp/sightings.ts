/** `POST /sightings/restSearch`: which events were seen, where nothing in the events index moves. */
import type { MispClient } from "./client.ts";
import { sightingRow } from "./rows.ts";

/** Sightings may be dated ahead by a sensor's clock. */
const AHEAD_S = 86_400;

/**
 * The highest sighting id by event id, of sightings dated from `since` on (epoch seconds).
 * Both bounds are sent, and never 0: MISP ignores `from` alone.
 */
export function requestSightings(
  client: MispClient,
  since: number,
  now: number,
): Promise<ReadonlyMap<string, number>> {
  return client.request({
    method: "POST",
    path: "/sightings/restSearch",
    body: { returnFormat: "json", from: Math.max(since, 1), to: Math.floor(now / 1000) + AHEAD_S },
  }, async (answer) => {
    const highest = new Map<string, number>();
    for await (const group of answer.elements) {
      for (const element of group) {
        const { id, eventId } = sightingRow(element);
        if (id > (highest.get(eventId) ?? 0)) highest.set(eventId, id);
      }
    }
    return highest;
  });
}
