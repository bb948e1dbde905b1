/** Documents as bytes, one behind the other in buffers that are used again and again. */

/** About 400 documents: what a bulk request is made of. */
const BUFFER_BYTES = 1024 * 1024;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export class LineBuffer {
  readonly #bytes = new Uint8Array(BUFFER_BYTES);
  #end = 0;

  /** Adds the text in UTF-8, and tells where it ends; undefined when there is no room for it. */
  add(text: string): number | undefined {
    const room = this.#bytes.length - this.#end;
    if (text.length > room) return undefined;
    const { read, written } = encoder.encodeInto(text, this.#bytes.subarray(this.#end));
    if (read < text.length) return undefined;
    return this.#end += written;
  }

  get end(): number {
    return this.#end;
  }

  bytes(start: number, end: number): Uint8Array {
    return this.#bytes.subarray(start, end);
  }

  clear(): void {
    this.#end = 0;
  }
}

/** Buffers of a run: one that is filled and one or two under way for each of a few chunks. */
const BUFFERS_AT_MOST = 6;

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

/** What of a document's write is no line. */
export interface DocumentKey {
  readonly action: "index" | "create";
  readonly id: string;
  readonly event: string;
}

/**
 * The write of a document whose line is held in a buffer, and only until it has been written. Some
 * thousands are held at a time: it is a place rather than a view, which is twice as large.
 */
export class BufferedDocument implements DocumentKey {
  readonly action: "index" | "create";
  readonly id: string;
  readonly event: string;
  readonly #buffer: Pick<LineBuffer, "bytes">;
  readonly #start: number;
  readonly #end: number;

  constructor(key: DocumentKey, buffer: Pick<LineBuffer, "bytes">, start: number, end: number) {
    this.action = key.action;
    this.id = key.id;
    this.event = key.event;
    this.#buffer = buffer;
    this.#start = start;
    this.#end = end;
  }

  get bytes(): Uint8Array {
    return this.#buffer.bytes(this.#start, this.#end);
  }

  get line(): string {
    return decoder.decode(this.bytes);
  }
}
