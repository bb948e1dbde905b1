/** A door before a server: while it is shut, connections are refused, and those that were open end. */
export class Gate implements AsyncDisposable {
  readonly port: number;
  readonly #target: number;
  readonly #hostname: string;
  #listener: Deno.TcpListener | undefined;
  #serving: Promise<void> = Promise.resolve();
  readonly #connections = new Set<Deno.TcpConn>();

  /** The target is on 127.0.0.1; any free port serves for `port` unless it is given. */
  constructor(target: number, port = 0, hostname = "127.0.0.1") {
    this.#target = target;
    this.#hostname = hostname;
    const listener = this.#listen(port);
    this.port = listener.addr.port;
  }

  get url(): string {
    return `http://${this.#hostname}:${this.port}`;
  }

  open(): void {
    if (this.#listener === undefined) this.#listen(this.port);
  }

  shut(): void {
    this.#listener?.close();
    this.#listener = undefined;
    for (const connection of this.#connections) close(connection);
    this.#connections.clear();
  }

  #listen(port: number): Deno.TcpListener {
    const listener = Deno.listen({ hostname: this.#hostname, port });
    this.#listener = listener;
    this.#serving = Promise.all([this.#serving, this.#serve(listener)]).then(() => {});
    return listener;
  }

  async #serve(listener: Deno.TcpListener): Promise<void> {
    const tunnels: Promise<void>[] = [];
    try {
      for await (const client of listener) tunnels.push(this.#tunnel(client));
    } catch {
      // It was shut while it waited.
    }
    await Promise.all(tunnels);
  }

  async #tunnel(client: Deno.TcpConn): Promise<void> {
    this.#connections.add(client);
    try {
      const server = await Deno.connect({ hostname: "127.0.0.1", port: this.#target });
      this.#connections.add(server);
      await Promise.allSettled([
        client.readable.pipeTo(server.writable),
        server.readable.pipeTo(client.writable),
      ]);
      for (const end of [client, server]) this.#connections.delete(end);
    } catch {
      close(client);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.shut();
    await this.#serving;
  }
}

function close(connection: Deno.Conn): void {
  try {
    connection.close();
  } catch {
    // Its other end, or a pipe, has closed it.
  }
}
