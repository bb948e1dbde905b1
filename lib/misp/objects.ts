/** `POST /objects/restSearch`: the objects of some events without their attributes, deleted too. */
import type { MispObject } from "../ecs/misp.ts";
import type { MispClient } from "./client.ts";
import { objectRow } from "./rows.ts";

/**
 * Objects by id. `deleted` must not be asked for: MISP answers 500, and sends deleted ones anyway.
 */
export function requestObjects(
  client: MispClient,
  eventIds: Iterable<string>,
): Promise<ReadonlyMap<string, MispObject>> {
  return client.request({
    method: "POST",
    path: "/objects/restSearch",
    heavyAttempts: 2,
    body: { returnFormat: "json", eventid: [...eventIds], metadata: 1 },
  }, async (answer) => {
    const objects = new Map<string, MispObject>();
    for await (const group of answer.elements) {
      for (const element of group) {
        const { id, object } = objectRow(element);
        objects.set(id, object);
      }
    }
    return objects;
  });
}
