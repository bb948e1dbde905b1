import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type Account, newAccount } from "./account.ts";
import { type Clock, ManualClock } from "./clock.ts";
import { type Fault, responseToWire } from "./fault.ts";
import { MispModel } from "./model.ts";
import { seededRandom } from "./random.ts";
import { RateLimiter } from "./rate_limit.ts";
import { type LoggedRequest, RequestLog } from "./request_log.ts";
import { type MispRequest, readRequest } from "./request.ts";
import { answerTo } from "./router.ts";
import type { Site } from "./site.ts";
import { send, toWire, untilGone, type WireAnswer } from "./wire.ts";

export interface FakeMispOptions {
  /** Default: a `ManualClock` that stands at a fixed moment. */
  readonly clock?: Clock;
  /** Of the uuids and, with `pieces`, of the sizes. */
  readonly seed?: number;
  /** Send bodies chunked, in pieces of random sizes. */
  readonly pieces?: boolean;
  readonly fault?: Fault;
  readonly account?: Partial<Account>;
  /** Searches allowed in 15 minutes. */
  readonly rateLimit?: number;
  /** PEM. With `ca`, clients must show a certificate that it signed. */
  readonly tls?: { readonly cert: string; readonly key: string; readonly ca?: string };
  /** A model made before, for instance by `generate`; its clock is the server's then. */
  readonly model?: MispModel;
  readonly port?: number;
}

/** A MISP on 127.0.0.1 that answers as MISP 2.5.1 was measured to. Close it by `await using`. */
export class FakeMisp implements AsyncDisposable {
  readonly requests = new RequestLog();
  readonly account: Account;
  readonly rateLimit: RateLimiter;
  /** Replace it at any time. */
  fault: Fault | undefined;
  readonly #site: Site;
  readonly #server: Server;
  readonly #closing = new AbortController();
  readonly #random: (() => number) | undefined;
  readonly #running = new Set<Promise<void>>();
  #received = 0;

  private constructor(
    readonly model: MispModel,
    readonly url: string,
    server: Server,
    options: FakeMispOptions,
  ) {
    this.#server = server;
    this.account = newAccount(options.account);
    this.rateLimit = new RateLimiter(model.store.clock, options.rateLimit ?? null);
    this.fault = options.fault;
    this.#random = options.pieces ? seededRandom(options.seed ?? 1) : undefined;
    const { account, rateLimit } = this;
    const limits = { doublingAbove: 152_400, doubledRows: 102_400 };
    this.#site = { store: model.store, account, rateLimit, origin: url, live: true, ...limits };
  }

  /** The API key that the server accepts. */
  get key(): string {
    return this.account.key;
  }

  get clock(): Clock {
    return this.model.store.clock;
  }

  /** Maintenance and the limits of unlimited searches; may be changed at any time. */
  get site(): Site {
    return this.#site;
  }

  static async start(options: FakeMispOptions = {}): Promise<FakeMisp> {
    const model = options.model ??
      new MispModel(options.clock ?? new ManualClock(), options.seed ?? 1);
    const server = listener(options);
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(options.port ?? 0, "127.0.0.1", resolve);
    });
    server.keepAliveTimeout = 60_000;
    const scheme = options.tls === undefined ? "http" : "https";
    const fake = new FakeMisp(model, `${scheme}://127.0.0.1:${portOf(server)}`, server, options);
    server.on("request", (request, response) => fake.#track(request, response));
    return fake;
  }

  /** Ends every connection, also those that a fault holds. */
  async close(): Promise<void> {
    this.#closing.abort();
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await Promise.allSettled(this.#running);
    await closed;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #track(incoming: IncomingMessage, response: ServerResponse): void {
    const running = this.#answer(incoming, response).catch(() => response.socket?.destroy());
    const tracked: Promise<void> = Promise.resolve(running).then(() => {
      this.#running.delete(tracked);
    });
    this.#running.add(tracked);
  }

  async #answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await received(incoming, ++this.#received);
    const entry = this.requests.begin(request);
    try {
      await this.#reply(request, response, entry);
    } finally {
      this.requests.end();
    }
  }

  async #reply(
    request: MispRequest,
    response: ServerResponse,
    entry: LoggedRequest,
  ): Promise<void> {
    const outcome = await this.fault?.(request, request.n);
    if (outcome === "stall") await untilGone(response, this.#closing.signal);
    if (outcome === "stall" || outcome === "reset") return void response.socket?.destroy();
    const answer = outcome instanceof Response
      ? responseToWire(outcome)
      : await (outcome ?? same)(toWire(answerTo(this.#site, request)));
    entry.status = answer.status;
    await send(response, answer, {
      pieces: this.#random,
      closing: this.#closing.signal,
      sent: (bytes) => entry.bytesOut += bytes,
    });
  }
}

function same(answer: WireAnswer): WireAnswer {
  return answer;
}

function listener({ tls }: FakeMispOptions): Server {
  if (tls === undefined) return createServer();
  const asking = tls.ca === undefined ? {} : { requestCert: true, rejectUnauthorized: true };
  const server = createTlsServer({ ...tls, ...asking });
  // A client that does not trust the certificate is what such tests are about, not a failure here.
  server.on("tlsClientError", (_error, socket) => socket.destroy());
  return server;
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") {
    throw new TypeError(`Cannot tell the port of the server: its address is "${address}"`);
  }
  return address.port;
}

async function received(incoming: IncomingMessage, n: number): Promise<MispRequest> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  for await (const chunk of incoming) chunks.push(new Uint8Array(chunk));
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers.set(name, String(value));
  }
  const bytes = new Uint8Array(await new Blob(chunks).arrayBuffer());
  return await readRequest({
    n,
    method: incoming.method ?? "GET",
    url: incoming.url ?? "/",
    headers,
    bytes,
  });
}
