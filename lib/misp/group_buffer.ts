/** Bytes that come piece by piece, gathered in buffers that are used again and again. */

/** A group of elements with the chunk in which it ends. */
const BUFFER_BYTES = 96 * 1024;
/** Left free before and behind what is gathered, for whoever has to put something around it. */
export const EDGE = 1;
/** What is given back beyond this many is left to the garbage collector. */
const MOST_FREE = 128;

export class BufferPool {
  readonly #free: Uint8Array[] = [];

  take(): Uint8Array {
    return this.#free.pop() ?? new Uint8Array(BUFFER_BYTES);
  }

  /** Nobody may look at its bytes any more, through whatever view. */
  giveBack(bytes: Uint8Array): void {
    const whole = new Uint8Array(bytes.buffer);
    if (whole.length === BUFFER_BYTES && this.#free.length < MOST_FREE) this.#free.push(whole);
  }
}

export class GroupBuffer {
  readonly #pool: BufferPool;
  #bytes: Uint8Array | undefined;
  size = 0;

  constructor(pool: BufferPool) {
    this.#pool = pool;
  }

  add(bytes: Uint8Array): void {
    const buffer = this.#withRoomFor(this.size + bytes.length);
    buffer.set(bytes, EDGE + this.size);
    this.size += bytes.length;
  }

  /** What was gathered; the buffer is the taker's. */
  take(): Uint8Array {
    const taken = this.#bytes?.subarray(EDGE, EDGE + this.size) ?? new Uint8Array();
    this.#bytes = undefined;
    this.size = 0;
    return taken;
  }

  #withRoomFor(size: number): Uint8Array {
    const buffer = this.#bytes ??= this.#pool.take();
    const needed = size + 2 * EDGE;
    if (needed <= buffer.length) return buffer;
    const larger = new Uint8Array(Math.max(needed, buffer.length * 2));
    larger.set(buffer.subarray(0, EDGE + this.size));
    this.#pool.giveBack(buffer);
    return this.#bytes = larger;
  }
}
