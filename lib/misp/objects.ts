/** `POST /objects/restSearch`: the objects of some events without their attributes, deleted too. */
import type { MispClient } from "./client.ts";
import { RawObjects } from "./raw_objects.ts";

/**
 * Objects by id, to be disposed of. `deleted` must not be asked for: MISP answers 500, and sends deleted ones anyway.
 */
export function requestObjects(
  client: MispClient,
  eventIds: Iterable<string>,
): Promise<RawObjects> {
  return client.request({
    method: "POST",
    path: "/objects/restSearch",
    heavyAttempts: 2,
    body: { returnFormat: "json", eventid: [...eventIds], metadata: 1 },
  }, async ({ groups, buffers }) => {
    const objects = new RawObjects(buffers);
    for await (const group of groups) objects.add(group);
    return objects;
  });
}
