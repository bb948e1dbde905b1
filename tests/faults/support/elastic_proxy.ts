/**
 * A proxy on 127.0.0.1 before a real Elasticsearch: it lets requests pass, or does to them what a
 * fault says. It also is the door-keeper: without the right credentials nobody passes.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { gunzipSync } from "node:zlib";

export interface ProxyRequest {
  /** Running number, from 1. */
  readonly n: number;
  readonly method: string;
  readonly path: string;
  readonly search: string;
  readonly headers: Readonly<Record<string, string>>;
  /** As text, unzipped. */
  readonly body: string;
}

export interface ProxyAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Only so many bytes of the body are sent, then the connection is closed, or nothing comes. */
  readonly cutAfter?: number;
  readonly stalls?: boolean;
}

/** The connection ends, at once or only when the client gives up. */
export type Rudeness = "reset" | "stall";

/** Asks Elasticsearch, with another body when one is given, and gives its answer. */
export type Forward = (body?: string) => Promise<ProxyAnswer>;

/** Undefined lets the request pass. */
export type ElasticFault = (
  request: ProxyRequest,
  forward: Forward,
) => Promise<ProxyAnswer | Rudeness | undefined> | ProxyAnswer | Rudeness | undefined;

export interface ProxyOptions {
  readonly target: string;
  /** The header that a request must carry. */
  readonly authorization: string;
  readonly fault?: ElasticFault | undefined;
  /** PEM. With `ca`, clients must show a certificate that it signed. */
  readonly tls?: { readonly cert: string; readonly key: string; readonly ca?: string } | undefined;
}

export class ElasticProxy implements AsyncDisposable {
  readonly port: number;
  readonly requests: ProxyRequest[] = [];
  /** Replace it at any time. */
  fault: ElasticFault | undefined;
  readonly #server: Server;
  readonly #options: ProxyOptions;
  readonly #running = new Set<Promise<void>>();

  static async start(options: ProxyOptions): Promise<ElasticProxy> {
    const server = options.tls === undefined ? createServer() : createTlsServer({
      ...options.tls,
      requestCert: options.tls.ca !== undefined,
      rejectUnauthorized: options.tls.ca !== undefined,
    });
    // A client that does not trust the certificate is what such a trial is about.
    server.on("tlsClientError", (_error, socket) => socket.destroy());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new ElasticProxy(server, options);
  }

  private constructor(server: Server, options: ProxyOptions) {
    const address = server.address();
    this.port = typeof address === "object" && address !== null ? address.port : 0;
    this.fault = options.fault;
    this.#server = server;
    this.#options = options;
    server.keepAliveTimeout = 60_000;
    server.on("request", (request, response) => this.#track(request, response));
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  #track(incoming: IncomingMessage, response: ServerResponse): void {
    const running = this.#answer(incoming, response).catch(() => response.socket?.destroy());
    const tracked: Promise<void> = Promise.resolve(running).then(() => {
      this.#running.delete(tracked);
    });
    this.#running.add(tracked);
  }

  async #answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await received(incoming, this.requests.length + 1);
    this.requests.push(request);
    const forward: Forward = (body = request.body) =>
      forwarded(this.#options.target, { ...request, body });
    const admitted = request.headers["authorization"] === this.#options.authorization;
    const outcome = admitted ? await this.fault?.(request, forward) : UNAUTHORISED;
    if (outcome === "reset") return void response.socket?.destroy();
    if (outcome === "stall") {
      return await new Promise((resolve) => response.on("close", resolve));
    }
    send(response, outcome ?? await forward());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await Promise.allSettled(this.#running);
    await closed;
  }
}

/** As Elasticsearch sends it, but for the credentials that it would not repeat. */
const UNAUTHORISED: ProxyAnswer = {
  status: 401,
  headers: { "content-type": "application/json", "x-elastic-product": "Elasticsearch" },
  body: JSON.stringify({
    error: { type: "security_exception", reason: "missing or wrong authentication credentials" },
    status: 401,
  }),
};

async function received(incoming: IncomingMessage, n: number): Promise<ProxyRequest> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  for await (const chunk of incoming) chunks.push(new Uint8Array(chunk));
  const bytes = new Uint8Array(await new Blob(chunks).arrayBuffer());
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
  );
  const zipped = headers["content-encoding"] === "gzip";
  const { pathname: path, search } = new URL(incoming.url ?? "/", "http://127.0.0.1");
  const body = new TextDecoder().decode(zipped ? gunzipSync(bytes) : bytes);
  return { n, method: incoming.method ?? "GET", path, search, headers, body };
}

const HOP_BY_HOP = new Set([
  "accept-encoding",
  "authorization",
  "connection",
  "content-encoding",
  "content-length",
  "host",
  "keep-alive",
  "transfer-encoding",
]);

async function forwarded(target: string, request: ProxyRequest): Promise<ProxyAnswer> {
  const { method, path, search, headers, body } = request;
  const response = await fetch(target + path + search, {
    method,
    headers: passed(Object.entries(headers)),
    ...(body === "" ? {} : { body }),
  });
  return {
    status: response.status,
    headers: passed([...response.headers]),
    body: await response.text(),
  };
}

function passed(headers: readonly (readonly [string, string])[]): Record<string, string> {
  return Object.fromEntries(headers.filter(([name]) => !HOP_BY_HOP.has(name)));
}

function send(response: ServerResponse, answer: ProxyAnswer): void {
  const { status, headers, body, cutAfter, stalls = false } = answer;
  const bytes = new TextEncoder().encode(body);
  response.writeHead(status, { ...headers, "content-length": String(bytes.length) });
  if (cutAfter === undefined) return void response.end(bytes);
  response.write(bytes.subarray(0, cutAfter));
  if (!stalls) response.socket?.destroySoon();
}
