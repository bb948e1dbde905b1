/** `POST /objects/restSearch`: the objects of some events without their attributes, deleted too. */
import type { MispObject } from "../ecs/misp.ts";
import type { MispClient } from "./client.ts";
import { type ElementGroup, parseElements } from "./elements.ts";
import type { BufferPool } from "./group_buffer.ts";
import { objectRow } from "./rows.ts";

/** More than a chunk of events has. Parsed, an object takes three times the memory. */
const MOST_PARSED = 5_000;

interface Place {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
}

/** Objects by id. Those of an event that has many of them are kept as they came. */
export class MispObjects implements Disposable {
  readonly #buffers: BufferPool;
  readonly #mostParsed: number;
  readonly #parsed = new Map<string, MispObject>();
  readonly #groups: Uint8Array[] = [];
  readonly #places = new Map<string, Place>();

  constructor(buffers: BufferPool, mostParsed = MOST_PARSED) {
    this.#buffers = buffers;
    this.#mostParsed = mostParsed;
  }

  /**
   * The group's buffer is taken over.
   *
   * @throws {MalformedAnswer} for a row that is no object, or no JSON.
   */
  add({ bytes, ends }: ElementGroup): void {
    const rows = parseElements(bytes).map(objectRow);
    if (this.#parsed.size + rows.length <= this.#mostParsed) {
      for (const { id, object } of rows) this.#parsed.set(id, object);
      this.#buffers.giveBack(bytes);
      return;
    }
    this.#groups.push(bytes);
    let start = 0;
    for (const [index, end] of ends.entries()) {
      const id = rows[index]?.id;
      if (id !== undefined) this.#places.set(id, { bytes, start, end });
      start = end + 1;
    }
  }

  has(id: string): boolean {
    return this.#parsed.has(id) || this.#places.has(id);
  }

  get(id: string): MispObject | undefined {
    return this.#parsed.get(id) ?? this.#parse(id);
  }

  #parse(id: string): MispObject | undefined {
    const place = this.#places.get(id);
    if (place === undefined) return undefined;
    const [row] = parseElements(place.bytes.subarray(place.start, place.end));
    return objectRow(row).object;
  }

  /** After this there are no objects any more. */
  [Symbol.dispose](): void {
    for (const bytes of this.#groups.splice(0)) this.#buffers.giveBack(bytes);
    this.#parsed.clear();
    this.#places.clear();
  }
}

/** To be disposed of. `deleted` must not be asked for: MISP answers 500, and sends deleted ones anyway. */
export function requestObjects(
  client: MispClient,
  eventIds: Iterable<string>,
): Promise<MispObjects> {
  return client.request({
    method: "POST",
    path: "/objects/restSearch",
    heavyAttempts: 2,
    body: { returnFormat: "json", eventid: [...eventIds], metadata: 1 },
  }, async ({ groups, buffers }) => {
    const objects = new MispObjects(buffers);
    for await (const group of groups) objects.add(group);
    return objects;
  });
}
