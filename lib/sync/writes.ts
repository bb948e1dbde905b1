/** Collects operations into writes of a good size, and tells which events were written in full. */
import type { Change, Tally } from "./tally.ts";
import type { Operation, Target, WriteResult } from "./types.ts";

/** Enough to fill a bulk request of some megabytes; the target splits it as it sees fit. */
const OPERATIONS_PER_WRITE = 2000;
/** Documents with attachments are large: so many characters are enough, too. */
const CHARACTERS_PER_WRITE = 8_000_000;
/** Writes begun and not yet answered, before reading goes on. */
const WRITES_IN_FLIGHT = 3;

interface Planned {
  readonly change: Change;
  readonly operation: Operation;
}

export class Writes {
  readonly #target: Pick<Target, "write">;
  readonly #tally: Tally;
  readonly #onRejected: (event: string) => void;
  #open: Planned[] = [];
  #characters = 0;
  readonly #inFlight = new Set<Promise<void>>();
  #failure: { readonly error: unknown } | undefined;

  constructor(
    target: Pick<Target, "write">,
    tally: Tally,
    onRejected: (event: string) => void,
  ) {
    this.#target = target;
    this.#tally = tally;
    this.#onRejected = onRejected;
  }

  add(change: Change, operation: Operation): void {
    this.#open.push({ change, operation });
    if ("line" in operation) this.#characters += operation.line.length;
  }

  /** Sends what is enough for a write, and waits while too many are under way. */
  async relieve(): Promise<void> {
    const isEnough = this.#open.length >= OPERATIONS_PER_WRITE ||
      this.#characters >= CHARACTERS_PER_WRITE;
    if (!isEnough) return;
    this.#send();
    while (this.#inFlight.size >= WRITES_IN_FLIGHT) await Promise.race(this.#inFlight);
    this.#throwFailure();
  }

  /** Sends the rest and waits for every answer. */
  async flush(): Promise<void> {
    if (this.#open.length > 0) this.#send();
    await Promise.all(this.#inFlight);
    this.#throwFailure();
  }

  #send(): void {
    const changes = this.#open;
    this.#open = [];
    this.#characters = 0;
    for (const { change } of changes) this.#tally.sent[change]++;
    const write = this.#write(changes)
      .catch((error) => {
        this.#failure ??= { error };
      })
      .finally(() => this.#inFlight.delete(write));
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
      if (left.has(operation)) this.#tally.skipped[change]++;
      else if (rejection === undefined) this.#tally.acknowledged[change]++;
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
