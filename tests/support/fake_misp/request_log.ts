import type { MispRequest } from "./request.ts";

export interface LoggedRequest {
  /** Running number, from 1. */
  readonly n: number;
  readonly method: string;
  /** Without `.json`, trailing slash and named parameters. */
  readonly path: string;
  readonly url: string;
  readonly headers: Headers;
  /** The JSON body; the text when it is not JSON; undefined when empty. */
  readonly body: unknown;
  /** 0 as long as no answer was begun, and for good when the connection was reset instead. */
  status: number;
  /** Bytes of the answer's body handed to the connection. */
  bytesOut: number;
}

/** Every request that came in, so that tests can assert on their number and content. */
export class RequestLog {
  readonly #entries: LoggedRequest[] = [];
  #inFlight = 0;
  #peak = 0;
  #waiting: { readonly n: number; readonly resolve: () => void }[] = [];

  begin(request: MispRequest): LoggedRequest {
    const { n, method, path, url, headers } = request;
    const body = parsed(request.body);
    const entry = { n, method, path, url, headers, body, status: 0, bytesOut: 0 };
    this.#entries.push(entry);
    this.#peak = Math.max(this.#peak, ++this.#inFlight);
    for (const { resolve } of this.#waiting.filter((waiter) => waiter.n <= n)) resolve();
    this.#waiting = this.#waiting.filter((waiter) => waiter.n > n);
    return entry;
  }

  /** Resolves when the n-th request of the server's life has come in. */
  arrived(n: number): Promise<void> {
    if (this.#entries.some((entry) => entry.n >= n)) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push({ n, resolve }));
  }

  end(): void {
    this.#inFlight--;
  }

  get entries(): readonly LoggedRequest[] {
    return this.#entries;
  }

  /** The most requests that were ever being answered at the same time. */
  get peakInFlight(): number {
    return this.#peak;
  }

  /** How many requests came, in all or to one path (`/attributes/restSearch`). */
  count(path?: string): number {
    return this.to(path).length;
  }

  to(path?: string): readonly LoggedRequest[] {
    return path === undefined
      ? this.#entries
      : this.#entries.filter((entry) => entry.path === path);
  }

  bytesOut(path?: string): number {
    return this.to(path).reduce((sum, entry) => sum + entry.bytesOut, 0);
  }

  /** Forgets the requests so far; running numbers go on. */
  clear(): void {
    this.#entries.length = 0;
    this.#peak = this.#inFlight;
  }
}

function parsed(text: string): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}
