/** Collects operations into writes of a good size, and tells which events were written in full. */
import { EncodedDocument, type LineBuffer, LineBuffers } from "./line_buffer.ts";
import type { Change, Tally } from "./tally.ts";
import type { Operation, Target, WriteResult } from "./types.ts";

/** Of operations without a document; with documents, as many as fit into a buffer. */
const OPERATIONS_PER_WRITE = 2000;
/** Writes begun and not yet answered, before reading goes on. */
const WRITES_IN_FLIGHT = 3;

interface Planned {
  readonly change: Change;
  readonly operation: Operation;
}

/** What `EncodedDocument` is made of. */
export interface DocumentWrite {
  readonly action: "index" | "create";
  readonly id: string;
  readonly event: string;
  readonly line: string;
}

export class Writes {
  readonly #target: Pick<Target, "write">;
  readonly #tally: Tally;
  readonly #onRejected: (event: string) => void;
  readonly #buffers: LineBuffers;
  #open: Planned[] = [];
  #buffer: LineBuffer | undefined;
  readonly #inFlight = new Set<Promise<void>>();
  #failure: { readonly error: unknown } | undefined;

  constructor(
    target: Pick<Target, "write">,
    tally: Tally,
    onRejected: (event: string) => void,
    buffers = new LineBuffers(),
  ) {
    this.#target = target;
    this.#tally = tally;
    this.#onRejected = onRejected;
    this.#buffers = buffers;
  }

  add(change: Change, operation: Operation): void {
    this.#open.push({ change, operation });
    if (this.#open.length >= OPERATIONS_PER_WRITE) this.#send();
  }

  /** As `add()`, for a document as one line of JSON. */
  addDocument(change: Change, { action, id, event, line }: DocumentWrite): void {
    const bytes = this.#encode(line);
    this.add(change, new EncodedDocument(action, id, event, bytes));
  }

  /** A buffer is filled, then sent; what is larger than one is a write of its own. */
  #encode(line: string): Uint8Array {
    const bytes = this.#takeBuffer().encode(line);
    if (bytes !== undefined) return bytes;
    if (this.#open.length > 0) this.#send();
    return this.#takeBuffer().encode(line) ?? new TextEncoder().encode(line);
  }

  #takeBuffer(): LineBuffer {
    return this.#buffer ??= this.#buffers.take();
  }

  /** Waits while too much is under way. */
  async relieve(): Promise<void> {
    while (this.#isCrowded()) await Promise.race(this.#inFlight);
    this.#throwFailure();
  }

  #isCrowded(): boolean {
    const { size } = this.#inFlight;
    return size >= WRITES_IN_FLIGHT || (size > 0 && this.#buffers.areScarce);
  }

  /** Sends the rest and waits for every answer. */
  async flush(): Promise<void> {
    if (this.#open.length > 0) this.#send();
    await Promise.all(this.#inFlight);
    this.#throwFailure();
  }

  #send(): void {
    const changes = this.#open;
    const buffer = this.#buffer;
    this.#open = [];
    this.#buffer = undefined;
    for (const { change } of changes) this.#tally.sent[change]++;
    const write = this.#write(changes)
      .catch((error) => {
        this.#failure ??= { error };
      })
      .finally(() => {
        this.#inFlight.delete(write);
        if (buffer !== undefined) this.#buffers.giveBack(buffer);
      });
    this.#inFlight.add(write);
  }

  async #write(changes: readonly Planned[]): Promise<void> {
    const result = await this.#target.write(changes.map(({ operation }) => operation));
    this.#count(changes, result);
  }

  #count(changes: readonly Planned[], { rejected, skipped }: WriteResult): void {
    const rejections = new Map(rejected.map((rejection) => [rejection.operation, rejection]));
    const left = new Set(skipped);
    for (const { change, operation } of changes) {
      const rejection = rejections.get(operation);
      if (left.has(operation)) {
        this.#tally.skipped[change]++;
        // Somebody changed it meanwhile: the event is looked at once more by the next run.
        if (operation.action === "delete") this.#onRejected(operation.event);
      } else if (rejection === undefined) this.#tally.acknowledged[change]++;
      else {
        this.#tally.reject(change, rejection);
        this.#onRejected(operation.event);
      }
    }
  }

  #throwFailure(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }
}
