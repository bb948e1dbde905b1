/**
 * HTTP/1.1 as far as the stand-ins need it, on plain sockets: bodies of known length, connections
 * kept alive. `Deno.serve` closes a connection after each request that had a body.
 */

export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  /** Holds until the answer has been made. */
  readonly body: Uint8Array;
}

export interface HttpAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly parts: readonly Uint8Array[];
}

export type Handler = (request: HttpRequest) => HttpAnswer | Promise<HttpAnswer>;

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const READ_BYTES = 256 * 1024;
/** `\r\n\r\n` */
const HEAD_END = [13, 10, 13, 10] as const;

/** Answers until the process ends, and tells on stdout where. */
export async function serve(handler: Handler): Promise<void> {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const url = `http://127.0.0.1:${listener.addr.port}`;
  Deno.stdout.writeSync(encoder.encode(`${JSON.stringify({ url })}\n`));
  for await (const socket of listener) {
    socket.setNoDelay();
    new Connection(socket, handler).serve().catch(() => {}).finally(() => socket.close());
  }
}

class Connection {
  readonly #socket: Deno.Conn;
  readonly #handler: Handler;
  #buffer = new Uint8Array(READ_BYTES);
  #size = 0;

  constructor(socket: Deno.Conn, handler: Handler) {
    this.#socket = socket;
    this.#handler = handler;
  }

  async serve(): Promise<void> {
    for (let headEnd = await this.#readHead(); headEnd > 0; headEnd = await this.#readHead()) {
      const [first = "", ...lines] = decoder.decode(this.#buffer.subarray(0, headEnd)).split(
        "\r\n",
      );
      const headers = new Map(lines.filter((line) => line !== "").map(headerOf));
      const end = headEnd + Number(headers.get("content-length") ?? 0);
      while (this.#size < end) if (!await this.#read(end)) return;
      const [method = "", target = ""] = first.split(" ");
      const [path = ""] = target.split("?");
      const body = this.#buffer.subarray(headEnd, end);
      await this.#answer(await this.#handler({ method, path, headers, body }));
      this.#buffer.copyWithin(0, end, this.#size);
      this.#size -= end;
    }
  }

  /** The length of the next request's head; 0 when there is none. */
  async #readHead(): Promise<number> {
    for (let at = 0;;) {
      for (; at + 3 < this.#size; at++) {
        if (HEAD_END.every((byte, index) => this.#buffer[at + index] === byte)) return at + 4;
      }
      if (!await this.#read(this.#size + READ_BYTES)) return 0;
    }
  }

  /** Reads some, with room for `wanted` bytes in all; false when the other side has closed. */
  async #read(wanted: number): Promise<boolean> {
    if (wanted > this.#buffer.length) {
      const larger = new Uint8Array(Math.max(wanted, this.#buffer.length * 2));
      larger.set(this.#buffer.subarray(0, this.#size));
      this.#buffer = larger;
    }
    const read = await this.#socket.read(this.#buffer.subarray(this.#size));
    this.#size += read ?? 0;
    return read !== null;
  }

  async #answer({ status = 200, headers = {}, parts }: HttpAnswer): Promise<void> {
    const length = parts.reduce((sum, part) => sum + part.length, 0);
    const lines = Object.entries({ ...headers, "content-length": String(length) })
      .map(([name, value]) => `${name}: ${value}\r\n`);
    await this.#write(encoder.encode(`HTTP/1.1 ${status} OK\r\n${lines.join("")}\r\n`));
    for (const part of parts) await this.#write(part);
  }

  async #write(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length;) at += await this.#socket.write(bytes.subarray(at));
  }
}

function headerOf(line: string): readonly [string, string] {
  const colon = line.indexOf(":");
  return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
}
