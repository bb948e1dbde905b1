/** A loopback HTTP proxy that only knows CONNECT, as most company proxies do for HTTPS. */
export interface ConnectProxy extends AsyncDisposable {
  readonly url: string;
  /** Heads of the requests that came. */
  readonly seen: readonly string[];
}

/** With a `refusal` it lets nobody through. */
export function startConnectProxy(refusal?: number): ConnectProxy {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const seen: string[] = [];
  const connections = new Set<Deno.Conn>();
  const accepting = (async () => {
    for await (const client of listener) {
      connections.add(client);
      tunnel(client, seen, connections, refusal).catch(() => {});
    }
  })().catch(() => {});
  return {
    url: `http://127.0.0.1:${listener.addr.port}`,
    seen,
    async [Symbol.asyncDispose]() {
      listener.close();
      for (const connection of connections) close(connection);
      await accepting;
    },
  };
}

async function tunnel(
  client: Deno.Conn,
  seen: string[],
  connections: Set<Deno.Conn>,
  refusal: number | undefined,
): Promise<void> {
  const buffer = new Uint8Array(16_384);
  const head = new TextDecoder().decode(buffer.subarray(0, await client.read(buffer) ?? 0));
  seen.push(head);
  if (refusal !== undefined) {
    const answer = `HTTP/1.1 ${refusal} Refused\r\ncontent-length: 0\r\n\r\n`;
    await client.write(new TextEncoder().encode(answer));
    return;
  }
  const [, host = "", port = ""] = /^CONNECT ([^:]+):(\d+) /.exec(head) ?? [];
  const server = await Deno.connect({ hostname: host, port: Number(port) });
  connections.add(server);
  await client.write(new TextEncoder().encode("HTTP/1.1 200 Connection established\r\n\r\n"));
  await Promise.allSettled([
    client.readable.pipeTo(server.writable),
    server.readable.pipeTo(client.writable),
  ]);
}

function close(connection: Deno.Conn): void {
  try {
    connection.close();
  } catch {
    // A pipe has closed it.
  }
}
