/** Documents as bytes, one behind the other in buffers that are used again and again. */

/** About 400 documents: what a bulk request is made of. */
const BUFFER_BYTES = 1024 * 1024;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export class LineBuffer {
  readonly #bytes = new Uint8Array(BUFFER_BYTES);
  #end = 0;

  /** The text in UTF-8, a part of the buffer; undefined when there is no room for it. */
  encode(text: string): Uint8Array | undefined {
    const room = this.#bytes.subarray(this.#end);
    if (text.length > room.length) return undefined;
    const { read, written } = encoder.encodeInto(text, room);
    if (read < text.length) return undefined;
    this.#end += written;
    return room.subarray(0, written);
  }

  clear(): void {
    this.#end = 0;
  }
}

/** Buffers of a run: one that is filled and one or two under way for each of a few chunks. */
const BUFFERS_AT_MOST = 4;

/** A buffer may be given back when what it holds was written. */
export class LineBuffers {
  readonly #free: LineBuffer[] = [];
  #taken = 0;

  /** Whether those who have some under way should wait before they take another. */
  get areScarce(): boolean {
    return this.#taken >= BUFFERS_AT_MOST;
  }

  take(): LineBuffer {
    this.#taken++;
    return this.#free.pop() ?? new LineBuffer();
  }

  giveBack(buffer: LineBuffer): void {
    this.#taken--;
    buffer.clear();
    this.#free.push(buffer);
  }
}

/** The write of a document whose line is held as bytes, and only until it has been written. */
export class EncodedDocument {
  readonly action: "index" | "create";
  readonly id: string;
  readonly event: string;
  readonly bytes: Uint8Array;

  constructor(action: "index" | "create", id: string, event: string, bytes: Uint8Array) {
    this.action = action;
    this.id = id;
    this.event = event;
    this.bytes = bytes;
  }

  get line(): string {
    return decoder.decode(this.bytes);
  }
}
