/** What tests look for in the loopback MISP. */
import { assert } from "@std/assert";
import { Lab } from "./lab.ts";

export const NOTHING = { created: 0, updated: 0, deleted: 0 };

export function published(lab: Lab) {
  const event = lab.model.store.events.find((event) => event.published);
  assert(event !== undefined);
  return event;
}

export function attributesOf(lab: Lab, event: { readonly id: number }) {
  return lab.model.store.attributes.filter((attribute) =>
    attribute.eventId === event.id && !attribute.deleted && attribute.objectId === 0
  );
}

export function first<T>(list: readonly T[]): T {
  const [element] = list;
  assert(element !== undefined);
  return element;
}

export async function synced(): Promise<Lab> {
  const lab = await Lab.start();
  await lab.run();
  return lab;
}
