/**
 * Rows of a page as they came. They are parsed when their turn has come, an event at a time: parsed
 * rows take three times the memory, and the garbage collector would carry all of a page about.
 */
import { RequestError } from "../errors.ts";
import { type ElementGroup, MalformedAnswer, parseElements } from "./elements.ts";
import type { BufferPool } from "./group_buffer.ts";
import { NO_OBJECT } from "./members.ts";
import { headOf, type RowHead } from "./row_head.ts";
import { type AttributeRow, attributeRow, twinOf } from "./rows.ts";

/** Rows that stand one behind the other, with the commas between them. */
interface Run {
  readonly bytes: Uint8Array;
  readonly start: number;
  end: number;
}

interface EventRows {
  readonly runs: Run[];
  count: number;
}

export function unusable(what: string, cause?: unknown): RequestError {
  return new RequestError(`POST /attributes/restSearch gave ${what}`, { kind: "malformed", cause });
}

const CLOSE_BRACE = 0x7d;

export class RawRows implements Disposable {
  readonly #buffers: BufferPool;
  readonly #groups: Uint8Array[] = [];
  readonly #events = new Map<string, EventRows>();
  /** The one of the row before: nearly always that of the next. */
  #last: { readonly id: string; readonly rows: EventRows } | undefined;
  /** Ids of events that have rows inside objects. */
  readonly withObjects = new Set<string>();
  size = 0;

  /** @param asked ids of the events whose rows may come. */
  constructor(asked: Iterable<string>, buffers: BufferPool) {
    this.#buffers = buffers;
    for (const id of asked) this.#events.set(id, { runs: [], count: 0 });
  }

  /** @throws {RequestError} for a row of an event that was not asked for. */
  add({ bytes, ends }: ElementGroup): void {
    this.#groups.push(bytes);
    this.size += ends.length;
    let start = 0;
    for (const end of ends) {
      const isWhole = bytes[end - 1] === CLOSE_BRACE;
      const head = isWhole ? headOf(bytes, start, end) : undefined;
      this.#addRow(head ?? parsedHead(bytes.subarray(start, end)), { bytes, start, end });
      start = end + 1;
    }
  }

  #addRow({ eventId, inObject }: RowHead, row: Run): void {
    const rows = this.#rowsOf(eventId);
    rows.count++;
    if (inObject) this.withObjects.add(eventId);
    const last = rows.runs.at(-1);
    if (last?.bytes === row.bytes && last.end + 1 === row.start) last.end = row.end;
    else rows.runs.push(row);
  }

  #rowsOf(id: string): EventRows {
    if (this.#last?.id === id) return this.#last.rows;
    const rows = this.#events.get(id);
    if (rows === undefined) throw unusable(`a row of event "${id}", which was not asked for`);
    this.#last = { id, rows };
    return rows;
  }

  /** Rows of the event. */
  count(eventId: string): number {
    return this.#events.get(eventId)?.count ?? 0;
  }

  /** @throws as `ofEvent()`, for any of the rows. */
  check(): void {
    for (const _ of this.inOrder());
  }

  /** @throws {RequestError} when the rows are no JSON, or not what they seemed to be. */
  ofEvent(eventId: string): AttributeRow[] {
    const runs = this.#events.get(eventId)?.runs ?? [];
    const rows = runs.flatMap(({ bytes, start, end }) => parsedRows(bytes.subarray(start, end)));
    for (const row of rows) {
      if (row.eventId === eventId) continue;
      throw unusable(`attribute ${row.uuid} of event "${row.eventId}" as one of "${eventId}"`);
    }
    requireDistinct(rows);
    return rows;
  }

  /** All rows in the order in which they came, some at a time; throws as `ofEvent()`. */
  *inOrder(): Generator<AttributeRow[]> {
    for (const bytes of this.#groups) {
      const rows = parsedRows(bytes);
      requireDistinct(rows);
      yield rows;
    }
  }

  /** After this there are no rows any more. */
  [Symbol.dispose](): void {
    for (const bytes of this.#groups.splice(0)) this.#buffers.giveBack(bytes);
    this.#events.clear();
    this.#last = undefined;
  }
}

/** Their ids may differ. */
function requireDistinct(rows: readonly AttributeRow[]): void {
  const twin = twinOf(rows);
  if (twin !== undefined) throw unusable(`attribute ${twin} twice`);
}

function parsedRows(bytes: Uint8Array): AttributeRow[] {
  try {
    return parseElements(bytes).map(numberedRow);
  } catch (error) {
    if (error instanceof MalformedAnswer) throw unusable("a row that cannot be read", error);
    throw error;
  }
}

/** Pages are told apart by ids: a row without one could be lost between two of them. */
function numberedRow(element: unknown): AttributeRow {
  const row = attributeRow(element);
  if (row.id <= 0) throw unusable(`attribute ${row.uuid} without an id`);
  return row;
}

/** Of a row that does not begin as MISP's own do. */
function parsedHead(bytes: Uint8Array): RowHead {
  const [row] = parseElements(bytes);
  const { eventId, objectId } = attributeRow(row);
  return { eventId, inObject: objectId !== NO_OBJECT };
}
