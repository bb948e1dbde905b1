/**
 * How much is asked of MISP at a time. More requests at once while that makes a row cheaper, fewer and
 * smaller ones when MISP fails on what it was asked; never more than the settings allow.
 */
import type { Clock } from "../context.ts";
import { RequestError } from "../errors.ts";

export interface PaceLimits {
  /** Rows asked for in one request. */
  readonly rows: number;
  /** Requests at the same time. */
  readonly requests: number;
}

/** Two keep MISP busy while an answer is on its way; more must show that they help. */
const REQUESTS_AT_FIRST = 2;
/** Failures of so few rows have other reasons. */
const FEWEST_ROWS = 500;
/** Answers by which the cost of a row is judged, for each request that runs at a time. */
const ANSWERS_EACH = 2;
/** A smaller gain may be chance. */
const CHEAPER = 0.95;

interface Answered {
  readonly rows: { readonly size: number };
}

export class Pace {
  readonly #limits: PaceLimits;
  readonly #clock: Pick<Clock, "now">;
  #rows: number;
  #requests: number;
  #running = 0;
  readonly #waiting: (() => void)[] = [];
  #window = { answers: 0, rows: 0, ms: 0 };
  /** Milliseconds that a row took when it was cheapest; undefined until that is known. */
  #best: number | undefined;

  constructor(limits: PaceLimits, clock: Pick<Clock, "now">) {
    this.#limits = limits;
    this.#clock = clock;
    this.#rows = limits.rows;
    this.#requests = Math.min(REQUESTS_AT_FIRST, limits.requests);
  }

  /** Rows that a request should ask for now. */
  get rows(): number {
    return this.#rows;
  }

  /** Requests that may run at a time now. */
  get requests(): number {
    return this.#requests;
  }

  /** Runs a request when its turn has come, and learns from how it went. */
  async run<T extends Answered>(request: () => Promise<T>): Promise<T> {
    while (this.#running >= this.#requests) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    this.#running++;
    const start = this.#clock.now();
    try {
      const answer = await request();
      this.#learn(answer.rows.size, this.#clock.now() - start);
      return answer;
    } catch (error) {
      if (error instanceof RequestError) this.#shrink();
      throw error;
    } finally {
      this.#running--;
      for (const wake of this.#waiting.splice(0)) wake();
    }
  }

  #learn(rows: number, ms: number): void {
    const window = this.#window;
    this.#window = { answers: window.answers + 1, rows: window.rows + rows, ms: window.ms + ms };
    if (this.#window.answers < ANSWERS_EACH * this.#requests) return;
    const cost = this.#window.ms / Math.max(1, this.#window.rows) / this.#requests;
    this.#window = { answers: 0, rows: 0, ms: 0 };
    this.#rows = Math.min(this.#limits.rows, this.#rows * 2);
    if (this.#best !== undefined && cost > this.#best * CHEAPER) return;
    this.#best = cost;
    this.#requests = Math.min(this.#limits.requests, this.#requests + 1);
  }

  #shrink(): void {
    this.#rows = Math.min(this.#rows, Math.max(FEWEST_ROWS, Math.floor(this.#rows / 2)));
    this.#requests = Math.max(1, this.#requests - 1);
    this.#window = { answers: 0, rows: 0, ms: 0 };
    this.#best = undefined;
  }
}
