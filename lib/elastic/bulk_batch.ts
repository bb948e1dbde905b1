/** Operations as `_bulk` lines, and lists of them that fit into one request. */
import { Buffer } from "node:buffer";
import {
  actionLine,
  type BulkPlace,
  type DocumentOperation,
  type DocumentState,
} from "../sync/operation.ts";

export type BulkAction = "index" | "create" | "update" | "delete";

/** One operation, with what its action line says. */
export interface BulkItem {
  readonly action: BulkAction;
  readonly id: string;
  /** The document's line, as text or in UTF-8. */
  readonly line?: string | Uint8Array | undefined;
  /** Where both lines stand already, as they are to be sent. */
  readonly place?: BulkPlace | undefined;
  /** Left out where the request's path names it. */
  readonly index?: string | undefined;
  /** Done only if the document is still the one that was read. */
  readonly onlyIf?: DocumentState | undefined;
}

export function bulkItem(
  action: BulkAction,
  id: string,
  line?: string | Uint8Array,
  options: { readonly index?: string; readonly onlyIf?: DocumentState | undefined } = {},
): BulkItem {
  return { action, id, line, index: options.index, onlyIf: options.onlyIf };
}

/** The write of a document, from where it stands when it stands somewhere. */
export function documentItem(operation: DocumentOperation): BulkItem {
  // The line of one that stands somewhere would be read from there again.
  if (operation.place !== undefined) return operation;
  return bulkItem(operation.action, operation.id, operation.line);
}

/** The action line. */
export function metaOf({ action, id, index, onlyIf }: BulkItem): string {
  if (index === undefined && onlyIf === undefined) return actionLine(action, id);
  const details = {
    _id: id,
    ...(index === undefined ? {} : { _index: index }),
    ...(onlyIf === undefined
      ? {}
      : { if_seq_no: onlyIf.seqNo, if_primary_term: onlyIf.primaryTerm }),
  };
  return JSON.stringify({ [action]: details });
}

function lineSize(line: string | Uint8Array): number {
  return typeof line === "string" ? Buffer.byteLength(line) : line.length;
}

/** Of a short text, in which nearly always every character is a byte. */
function textSize(text: string): number {
  return isAscii(text) ? text.length : Buffer.byteLength(text);
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0x7f) return false;
  return true;
}

export interface BulkLimits {
  readonly maxBytes: number;
  readonly maxCount: number;
}

/** An operation and its place in the list it came from. */
export interface Numbered {
  readonly item: BulkItem;
  readonly position: number;
  /** The action line; empty where it stands already. */
  readonly meta: string;
  /** Of both lines, with their line feeds. */
  readonly bytes: number;
}

function numbered(item: BulkItem, position: number): Numbered {
  const { place } = item;
  if (place !== undefined) {
    return { item, position, meta: "", bytes: place.end - place.start };
  }
  const { line } = item;
  const meta = metaOf(item);
  const bytes = textSize(meta) + 1 + (line === undefined ? 0 : lineSize(line) + 1);
  return { item, position, meta, bytes };
}

/** Lists within the limits, in order; an item larger than `maxBytes` gets a list of its own. */
export function* batchesOf(
  items: readonly BulkItem[],
  limits: BulkLimits,
): Generator<readonly Numbered[]> {
  let batch: Numbered[] = [];
  let total = 0;
  for (const [position, item] of items.entries()) {
    const next = numbered(item, position);
    const { bytes } = next;
    if (
      batch.length > 0 && (total + bytes > limits.maxBytes || batch.length >= limits.maxCount)
    ) {
      yield batch;
      batch = [];
      total = 0;
    }
    batch.push(next);
    total += bytes;
  }
  if (batch.length > 0) yield batch;
}

export function bytesOf(batch: readonly Numbered[]): number {
  return batch.reduce((sum, { bytes }) => sum + bytes, 0);
}

const LINE_FEED = 10;

/** The body of a request: where the lines stand already, else written once into place. */
export function encodeBatch(batch: readonly Numbered[], bodies = new BodyBuffers()): Uint8Array {
  const inPlace = placed(batch);
  if (inPlace !== undefined) return inPlace;
  const body = bodies.take(bytesOf(batch));
  let end = 0;
  for (const { item, meta } of batch) {
    if (item.place !== undefined) end = appendPlace(body, end, item.place);
    else {
      end = append(body, end, meta);
      if (item.line !== undefined) end = append(body, end, item.line);
    }
  }
  return body;
}

/** The lines of all operations, when they stand one behind the other. */
function placed(batch: readonly Numbered[]): Uint8Array | undefined {
  const first = batch[0]?.item.place;
  if (first === undefined) return undefined;
  let end = first.start;
  for (const { item: { place } } of batch) {
    if (place?.buffer !== first.buffer || place.start !== end) return undefined;
    end = place.end;
  }
  return first.buffer.subarray(first.start, end);
}

/** Bodies of requests that were answered serve for the next ones. */
export class BodyBuffers {
  readonly #free: Uint8Array[] = [];
  readonly #taken = new WeakSet<Uint8Array>();

  /** So many bytes; what is in them is of no meaning. */
  take(size: number): Uint8Array {
    const at = this.#free.findIndex((bytes) => bytes.buffer.byteLength >= size);
    const [found] = at < 0 ? [] : this.#free.splice(at, 1);
    const taken = new Uint8Array(found?.buffer ?? new ArrayBuffer(size), 0, size);
    this.#taken.add(taken);
    return taken;
  }

  /** What was not taken here is left alone. */
  giveBack(bytes: Uint8Array): void {
    if (this.#taken.delete(bytes)) this.#free.push(bytes);
  }
}

const encoder = new TextEncoder();

/** Returns where the next line begins. */
function append(body: Uint8Array, at: number, line: string | Uint8Array): number {
  let end = at;
  if (typeof line === "string") end += encoder.encodeInto(line, body.subarray(at)).written;
  else {
    body.set(line, at);
    end += line.length;
  }
  body[end] = LINE_FEED;
  return end + 1;
}

function appendPlace(body: Uint8Array, at: number, { buffer, start, end }: BulkPlace): number {
  body.set(buffer.subarray(start, end), at);
  return at + end - start;
}
