/**
 * Documents as bytes, one behind the other in buffers that are used again and again: what is filled
 * here is sent as it is.
 */
import type { BulkPlace } from "./operation.ts";

const LINE_FEED = 10;
/** About 400 documents: what a bulk request is made of. */
const BUFFER_BYTES = 1024 * 1024;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export class LineBuffer {
  readonly bytes = new Uint8Array(BUFFER_BYTES);
  end = 0;

  /** Adds the texts in UTF-8, one behind the other; false when there is no room for all of them. */
  add(texts: readonly string[]): boolean {
    let end = this.end;
    for (const text of texts) {
      if (text.length > this.bytes.length - end) return false;
      const { read, written } = encoder.encodeInto(text, this.bytes.subarray(end));
      if (read < text.length) return false;
      end += written;
    }
    this.end = end;
    return true;
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
    buffer.end = 0;
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
 * The write of a document whose lines are held in a buffer, and only until it has been written. Some
 * thousands are held at a time, so that it is its own place.
 */
export class BufferedDocument implements DocumentKey, BulkPlace {
  readonly action: "index" | "create";
  readonly id: string;
  readonly event: string;
  readonly buffer: Uint8Array;
  readonly start: number;
  readonly end: number;

  constructor({ action, id, event }: DocumentKey, { buffer, start, end }: BulkPlace) {
    this.action = action;
    this.id = id;
    this.event = event;
    this.buffer = buffer;
    this.start = start;
    this.end = end;
  }

  get place(): BulkPlace {
    return this;
  }

  /** The document's own, without its line feed. */
  get bytes(): Uint8Array {
    const { buffer, start, end } = this;
    return buffer.subarray(buffer.indexOf(LINE_FEED, start) + 1, end - 1);
  }

  get line(): string {
    return decoder.decode(this.bytes);
  }
}
