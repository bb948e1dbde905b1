/** A real server behind a proxy that does everything that proxies and overloaded servers do. */
import { assertEquals } from "@std/assert";
import { createBulkWriter } from "../../lib/elastic/bulk.ts";
import { bulkItem } from "../../lib/elastic/bulk_batch.ts";
import { connectElastic } from "../../lib/elastic/client.ts";
import { numberAt } from "../../lib/elastic/json.ts";
import { clusterTest } from "./support/cluster.ts";
import { testSettings } from "./support/context.ts";
import { answer, itemsOf, refusal } from "./support/memory_bulk.ts";

const LIMIT = 40_000;

type Fault = (
  request: Request,
  body: string,
  forward: () => Promise<Response>,
) => Promise<Response>;

function cut(): ReadableStream<Uint8Array> {
  return new ReadableStream({ pull: (controller) => controller.error(new Error("cut")) });
}

/** In turn; each is met several times by a run of a few dozen requests. */
const FAULTS: readonly Fault[] = [
  (_request, _body, forward) => forward(),
  () => Promise.resolve(new Response("", { status: 429, headers: { "retry-after": "3" } })),
  async (_request, _body, forward) => {
    const { headers } = await forward();
    return new Response(cut(), { headers });
  },
  (_request, _body, forward) => forward(),
  () => Promise.resolve(new Response("<html><title>Bad Gateway</title>", { status: 502 })),
  (_request, body) =>
    Promise.resolve(
      answer(itemsOf(body).map((item) => refusal(item, 429, "es_rejected_execution_exception"))),
    ),
  async (_request, _body, forward) => {
    await (await forward()).body?.cancel();
    return new Response("", { status: 504 });
  },
  () => Promise.resolve(new Response(cut())),
];

function startFaultyProxy(target: string) {
  let turn = 0;
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {}, onError: () => new Response() },
    async (request) => {
      const { pathname, search } = new URL(request.url);
      const body = await request.text();
      const forward = async () => {
        const { method, headers } = request;
        const sent = body === "" ? {} : { body };
        const answer = await fetch(target + pathname + search, { method, headers, ...sent });
        const copied = new Headers(answer.headers);
        copied.delete("content-encoding");
        copied.delete("content-length");
        return new Response(answer.body, { status: answer.status, headers: copied });
      };
      if (!pathname.endsWith("/_bulk")) return await forward();
      if (body.length > LIMIT) return new Response("", { status: 413 });
      return await FAULTS[turn++ % FAULTS.length]!(request, body, forward);
    },
  );
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

clusterTest(
  "write() leaves exactly what was wanted, whatever goes wrong on the way",
  async (cluster) => {
    const { client, names, context, url } = cluster;
    const mappings = { dynamic: false, properties: { n: { type: "long" } } };
    await client.ask({ method: "PUT", path: `/${names.latest}`, body: { mappings } });
    await using proxy = startFaultyProxy(url);
    await using behind = await connectElastic(testSettings(proxy.url), context);
    const writer = createBulkWriter(behind, context, {
      maxBytes: 200_000,
      maxCount: 500,
      concurrency: 3,
      // Faults come in a row: whether eight attempts are enough is not what is asked here.
      retry: { attempts: 40, firstPauseMs: 1, longestPauseMs: 1 },
    });
    const padding = "x".repeat(100);
    const documents = Array.from(
      { length: 4000 },
      (_, n) =>
        bulkItem("index", `id${n}`, JSON.stringify({ n: n % 1000 === 500 ? "none" : n, padding })),
    );
    const deletes = Array.from({ length: 500 }, (_, n) => bulkItem("delete", `id${n * 2}`));
    const large = bulkItem("index", "large", JSON.stringify({ padding: "x".repeat(LIMIT) }));
    const [one, other] = await Promise.all([
      writer.write(names.latest, documents.slice(0, 2000)),
      writer.write(names.latest, [...documents.slice(2000), large]),
    ]);
    assertEquals([one.acknowledged, one.rejected.length], [1998, 2]);
    assertEquals([other.acknowledged, other.rejected.length], [1998, 3]);
    assertEquals(
      other.rejected.filter(({ status }) => status === 413).length,
      1,
    );
    const removed = await writer.write(names.latest, deletes);
    // A delete whose answer was lost finds nothing the second time; id500 was never there.
    assertEquals(removed.acknowledged + removed.skipped.length, 500);
    assertEquals(removed.rejected, []);
    await client.ask({ method: "POST", path: `/${names.latest}/_refresh` });
    const found = await client.ask({ method: "GET", path: `/${names.latest}/_count` });
    assertEquals(numberAt(found, "count"), 3996 - 499);
  },
);
