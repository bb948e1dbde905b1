/** A loopback server that answers `GET /` well and everything else as it is told, in turn. */
import type { JsonValue } from "../../../lib/elastic/json.ts";
import { answer, applyItem, itemsOf, PRODUCT, ROOT } from "./memory_bulk.ts";

export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
  readonly body: string;
}

export type Fault = (seen: Seen) => Response | Promise<Response>;

export interface FaultServer extends AsyncDisposable {
  readonly url: string;
  readonly seen: Seen[];
  /** What `_bulk` requests without a fault did. */
  readonly store: Map<string, JsonValue>;
  /** Answers to the next requests, each used once; then documents are stored. */
  readonly faults: Fault[];
}

async function bodyText(request: Request): Promise<string> {
  const zipped = request.headers.get("content-encoding") === "gzip";
  if (!zipped || request.body === null) return await request.text();
  return await new Response(request.body.pipeThrough(new DecompressionStream("gzip"))).text();
}

export function startFaultServer(
  ...faults: Fault[]
): FaultServer {
  const seen: Seen[] = [];
  const store = new Map<string, JsonValue>();
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {}, onError: () => new Response() },
    async (request) => {
      const { pathname, search } = new URL(request.url);
      const one = {
        method: request.method,
        path: pathname + search,
        headers: request.headers,
        body: await bodyText(request),
      };
      if (pathname === "/") return Response.json(ROOT, { headers: PRODUCT });
      seen.push(one);
      const fault = faults.shift();
      if (fault !== undefined) return await fault(one);
      return answer(itemsOf(one.body).map((item) => applyItem(store, item)));
    },
  );
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    seen,
    store,
    faults,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

/** Stores the documents, and then cuts the answer short. */
export function cutAfter(store: () => Map<string, JsonValue>): Fault {
  return ({ body }) => {
    for (const item of itemsOf(body)) applyItem(store(), item);
    let chunks = 0;
    const stream = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (chunks++ === 0) controller.enqueue(new TextEncoder().encode('{"errors":false,"ite'));
        else controller.error(new Error("cut"));
      },
    });
    return new Response(stream, { headers: PRODUCT });
  };
}
