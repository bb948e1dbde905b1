/**
 * Documents as bytes, one behind the other in buffers that are used again and again: what is filled
 * here is sent as it is.
 */
import type { LineParts } from "../ecs/document_lines.ts";
import type { BulkPlace } from "./operation.ts";

const LINE_FEED = 10;
/** About 400 documents: what a bulk request is made of. */
const BUFFER_BYTES = 1024 * 1024;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export class LineBuffer {
  readonly bytes = new Uint8Array(BUFFER_BYTES);
  end = 0;

  /** Adds two lines in UTF-8, each with its line feed; false when there is no room for both. */
  add(action: string, document: LineParts): boolean {
    let end = this.#endLine(this.#write(this.end, action));
    for (const part of document) end = this.#write(end, part);
    end = this.#endLine(end);
    if (Number.isNaN(end)) return false;
    this.end = end;
    return true;
  }

  /** Returns where it ends; NaN when there is no room for it, or was none before. */
  #write(at: number, part: string | Uint8Array): number {
    const { bytes } = this;
    if (Number.isNaN(at) || at + part.length > bytes.length) return NaN;
    if (typeof part !== "string") {
      bytes.set(part, at);
      return at + part.length;
    }
    const { read, written } = encoder.encodeInto(part, bytes.subarray(at));
    return read < part.length ? NaN : at + written;
  }

  #endLine(at: number): number {
    if (Number.isNaN(at) || at === this.bytes.length) return NaN;
    this.bytes[at] = LINE_FEED;
    return at + 1;
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
