import type { Clock } from "./clock.ts";

const WINDOW_SECONDS = 900;

export interface RateLimit {
  /** Requests allowed in 15 minutes; null is no limit. */
  limit: number | null;
}

/** Counts searches in a window that starts with the first of them, as the role's limit does. */
export class RateLimiter implements RateLimit {
  limit: number | null;
  readonly #clock: Clock;
  #windowEnd = 0;
  #used = 0;

  constructor(clock: Clock, limit: number | null) {
    this.#clock = clock;
    this.limit = limit;
  }

  /** Counts one search. The headers go on every answer, a refused one too; null without a limit. */
  count(): { readonly refused: boolean; readonly headers: Record<string, string> } | null {
    if (this.limit === null) return null;
    const now = this.#clock.now();
    if (now >= this.#windowEnd) {
      this.#windowEnd = now + WINDOW_SECONDS;
      this.#used = 0;
    }
    this.#used++;
    const headers = {
      "X-Rate-Limit-Limit": String(this.limit),
      "X-Rate-Limit-Remaining": String(Math.max(0, this.limit - this.#used)),
      "X-Rate-Limit-Reset": String(this.#windowEnd - now),
    };
    return { refused: this.#used > this.limit, headers };
  }
}
