/** Objects as they came: each is parsed when the first of its attributes is read. */
import type { MispObject } from "../ecs/misp.ts";
import { type ElementGroup, parseElements } from "./elements.ts";
import type { BufferPool } from "./group_buffer.ts";
import { objectIdOf } from "./row_head.ts";
import { objectRow } from "./rows.ts";

interface Place {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
}

export class RawObjects implements Disposable {
  readonly #buffers: BufferPool;
  readonly #groups: Uint8Array[] = [];
  readonly #places = new Map<string, Place>();

  constructor(buffers: BufferPool) {
    this.#buffers = buffers;
  }

  /** @throws {MalformedAnswer} for a row that is no object, or no JSON. */
  add({ bytes, ends }: ElementGroup): void {
    // What is not in it would be taken for an object of which nothing is known.
    parseElements(bytes);
    this.#groups.push(bytes);
    let start = 0;
    for (const end of ends) {
      const place = { bytes, start, end };
      this.#places.set(objectIdOf(bytes, start, end) ?? parsed(place).id, place);
      start = end + 1;
    }
  }

  has(id: string): boolean {
    return this.#places.has(id);
  }

  get(id: string): MispObject | undefined {
    const place = this.#places.get(id);
    return place === undefined ? undefined : parsed(place).object;
  }

  /** After this there are no objects any more. */
  [Symbol.dispose](): void {
    for (const bytes of this.#groups.splice(0)) this.#buffers.giveBack(bytes);
    this.#places.clear();
  }
}

function parsed({ bytes, start, end }: Place) {
  const [row] = parseElements(bytes.subarray(start, end));
  return objectRow(row);
}
