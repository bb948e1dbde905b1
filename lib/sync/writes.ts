/** Collects operations into writes of a good size, and tells which events were written in full. */
import { joinParts, type LineParts } from "../ecs/document_lines.ts";
import { BufferedDocument, type DocumentKey, type LineBuffer, LineBuffers } from "./line_buffer.ts";
import { actionLine } from "./operation.ts";
import type { Change, Tally } from "./tally.ts";
import type { Operation, Target } from "./types.ts";

/** Of operations without a document; with documents, as many as fit into a buffer. */
const OPERATIONS_PER_WRITE = 2000;
/** Writes begun and not yet answered, before reading goes on. */
const WRITES_IN_FLIGHT = 3;

export class Writes {
  readonly #target: Pick<Target, "write">;
  readonly #tally: Tally;
  readonly #onRejected: (event: string) => void;
  readonly #buffers: LineBuffers;
  #open: Operation[] = [];
  /** Of the same places. */
  #changes: Change[] = [];
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
    this.#open.push(operation);
    this.#changes.push(change);
    if (this.#open.length >= OPERATIONS_PER_WRITE) this.#send();
  }

  /** As `add()`, for a document as one line of JSON, in parts. */
  addDocument(change: Change, key: DocumentKey, line: LineParts): void {
    this.add(change, this.#inBuffer(key, line) ?? { ...key, line: joinParts(line) });
  }

  /** A buffer is filled, then sent; what is larger than one is a write of its own. */
  #inBuffer(key: DocumentKey, line: LineParts): Operation | undefined {
    const action = actionLine(key.action, key.id);
    for (const isLast of [false, true]) {
      const target = this.#takeBuffer();
      const { bytes: buffer, end: start } = target;
      if (target.add(action, line)) {
        return new BufferedDocument(key, { buffer, start, end: target.end });
      }
      if (!isLast && this.#open.length > 0) this.#send();
    }
    return undefined;
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
    const [operations, changes, buffer] = [this.#open, this.#changes, this.#buffer];
    [this.#open, this.#changes, this.#buffer] = [[], [], undefined];
    for (const change of changes) this.#tally.sent[change]++;
    const write = this.#write(operations, changes)
      .then(() => {
        // Not after a failure: what was sent in vain may still be on its way.
        if (buffer !== undefined) this.#buffers.giveBack(buffer);
      }, (error) => {
        this.#failure ??= { error };
      })
      .finally(() => this.#inFlight.delete(write));
    this.#inFlight.add(write);
  }

  async #write(operations: readonly Operation[], changes: readonly Change[]): Promise<void> {
    const { rejected, skipped } = await this.#target.write(operations);
    if (rejected.length + skipped.length === 0) {
      for (const change of changes) this.#tally.acknowledged[change]++;
      return;
    }
    const rejections = new Map(rejected.map((rejection) => [rejection.operation, rejection]));
    const left = new Set(skipped);
    for (const [at, change] of changes.entries()) {
      const operation = operations[at];
      if (operation === undefined) continue;
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
