/** A proxy such as companies have: for plain requests and tunnels, with or without a password. */
import { createServer, type IncomingMessage, request as ask, type Server } from "node:http";
import { connect } from "node:net";
import type { Duplex } from "node:stream";

export class ForwardProxy implements AsyncDisposable {
  readonly port: number;
  /** What was asked for, and with which credentials. */
  readonly seen: { readonly target: string; readonly authorization: string | undefined }[] = [];
  /** Everything that came in through tunnels. */
  tunnelled = "";
  readonly #server: Server;
  readonly #credentials: string | undefined;
  readonly #sockets = new Set<Duplex>();

  static async start(credentials?: string): Promise<ForwardProxy> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new ForwardProxy(server, credentials);
  }

  /** @param credentials `user:password` */
  private constructor(server: Server, credentials: string | undefined) {
    const address = server.address();
    this.port = typeof address === "object" && address !== null ? address.port : 0;
    this.#server = server;
    this.#credentials = credentials === undefined ? undefined : `Basic ${btoa(credentials)}`;
    server.on("connect", (request, socket) => this.#tunnel(request, socket));
    server.on("request", (incoming, response) => {
      if (!this.#admits(incoming)) return void response.writeHead(407).end();
      const { "proxy-authorization": _, ...headers } = incoming.headers;
      const outgoing = ask(incoming.url ?? "", { method: incoming.method, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      outgoing.on("error", () => response.destroy());
      incoming.pipe(outgoing);
    });
  }

  #admits({ url = "", headers }: IncomingMessage): boolean {
    const authorization = headers["proxy-authorization"];
    this.seen.push({ target: url, authorization });
    return this.#credentials === undefined || authorization === this.#credentials;
  }

  #tunnel(request: IncomingMessage, socket: Duplex): void {
    if (!this.#admits(request)) return void socket.end("HTTP/1.1 407 No\r\n\r\n");
    const { hostname, port } = new URL(`http://${request.url}`);
    const target = connect(Number(port), hostname);
    for (const end of [socket, target]) {
      this.#sockets.add(end);
      end.on("error", () => end.destroy());
    }
    socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
    socket.on("data", (bytes) => this.tunnelled += new TextDecoder().decode(new Uint8Array(bytes)));
    socket.pipe(target);
    target.pipe(socket);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }
}
