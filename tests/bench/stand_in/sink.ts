/**
 * What a run asks of Elasticsearch, answered by a process that counts documents and keeps nothing
 * but the ledger: it looks at action lines and line ends, never into a document.
 */
import { gunzipSync } from "node:zlib";
import { type HttpAnswer, type HttpRequest, serve } from "./http.ts";

const LINE_FEED = 10;
/** Enough for every search of ours; more needs a point in time. */
const PAGE_SIZE = 10_000;

const decoder = new TextDecoder();
const encoder = new TextEncoder();

interface Stats {
  documents: number;
  deleted: number;
  requests: number;
  bytes: number;
  wireBytes: number;
}

class Sink {
  readonly stats: Stats = { documents: 0, deleted: 0, requests: 0, bytes: 0, wireBytes: 0 };
  /** Documents of the state index by id, as they were sent. */
  readonly #state = new Map<string, string>();
  #ledger: string[] | undefined;

  answer({ method, path, headers, body }: HttpRequest): HttpAnswer {
    this.stats.requests++;
    this.stats.wireBytes += body.length;
    const sent = headers.get("content-encoding") === "gzip" ? gunzipSync(body) : body;
    const [status, text] = this.#route(method, path, sent);
    return {
      status,
      headers: {
        "content-type": headers.get("accept") ?? "application/json",
        "x-elastic-product": "Elasticsearch",
      },
      parts: [encoder.encode(text)],
    };
  }

  #route(method: string, path: string, sent: Uint8Array): readonly [number, string] {
    const [, index = "", action = ""] = path.split("/");
    if (path === "/") return [200, `{"version":{"number":"9.4.3","build_flavor":"default"}}`];
    if (path === "/bench/stats") return [200, JSON.stringify(this.stats)];
    if (action === "_mapping") return [200, JSON.stringify(mappingsOf(index))];
    if (action === "_bulk") return [200, this.#bulk(index, sent)];
    if (action === "_refresh") return [200, "{}"];
    if (index === "_pit" || action === "_pit") return [200, `{"id":"pit","succeeded":true}`];
    if (index === "_search") return [200, this.#ledgerPage(sent)];
    if (action === "_search") {
      return [200, isState(index) ? this.#firstPage() : this.#countOnly(sent)];
    }
    return this.#document(method, decodeURIComponent(path), sent);
  }

  /** Leases and records of runs. */
  #document(method: string, path: string, sent: Uint8Array): readonly [number, string] {
    const id = path.slice(path.lastIndexOf("/") + 1);
    const version = `"_seq_no":1,"_primary_term":1`;
    if (method === "PUT") {
      this.#state.set(id, decoder.decode(sent));
      return [201, `{${version},"result":"created"}`];
    }
    const source = this.#state.get(id);
    if (method === "DELETE") this.#state.delete(id);
    return source === undefined
      ? [404, `{"found":false}`]
      : [200, `{"found":true,${version},"_source":${source}}`];
  }

  #bulk(index: string, sent: Uint8Array): string {
    const keeps = isState(index);
    this.stats.bytes += sent.length;
    const items: string[] = [];
    for (let at = 0; at < sent.length;) {
      const end = sent.indexOf(LINE_FEED, at);
      const [, action = "", , , , id = ""] = decoder.decode(sent.subarray(at, end)).split('"', 6);
      at = end + 1;
      if (action === "delete") this.stats.deleted++;
      else {
        const lineEnd = sent.indexOf(LINE_FEED, at);
        if (keeps) this.#state.set(id, decoder.decode(sent.subarray(at, lineEnd)));
        else this.stats.documents++;
        at = lineEnd + 1;
      }
      items.push(`{"${action}":{"_id":"${id}","status":201}}`);
    }
    this.#ledger = undefined;
    return `{"errors":false,"items":[${items.join(",")}]}`;
  }

  #entries(): string[] {
    return this.#ledger ??= [...this.#state]
      .filter(([id]) => id.startsWith("event:"))
      .map(([, source]) => `"_source":${source}`);
  }

  /** What is indexed is only counted: a search that wants to see documents finds none. */
  #countOnly(sent: Uint8Array): string {
    const { size } = JSON.parse(decoder.decode(sent));
    const total = size === 0 ? this.stats.documents - this.stats.deleted : 0;
    return `{"hits":{"total":{"value":${total}},"hits":[]},"aggregations":{}}`;
  }

  #firstPage(): string {
    const hits = this.#entries().slice(0, PAGE_SIZE).map((hit) => `{${hit}}`);
    return `{"hits":{"total":{"value":${this.#entries().length}},"hits":[${hits.join(",")}]}}`;
  }

  #ledgerPage(sent: Uint8Array): string {
    const { search_after: [after] = [-1] } = JSON.parse(decoder.decode(sent));
    const from = Number(after) + 1;
    const hits = this.#entries().slice(from, from + PAGE_SIZE)
      .map((hit, at) => `{${hit},"sort":[${from + at}]}`);
    return `{"pit_id":"pit","hits":{"hits":[${hits.join(",")}]}}`;
  }
}

function isState(index: string): boolean {
  return index.startsWith("ti-misp-state");
}

function mappingsOf(indices: string) {
  const meta = { managed_by: "ti-misp", version: 1_000_000 };
  return Object.fromEntries(
    indices.split(",").map((name) => [name, { mappings: { _meta: meta } }]),
  );
}

if (import.meta.main) {
  const sink = new Sink();
  await serve((request) => sink.answer(request));
}
