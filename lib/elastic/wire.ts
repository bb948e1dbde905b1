/** Requests and answers in the form that the client library gives and takes. */
import { Buffer } from "node:buffer";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { MediaTypes } from "./flavour.ts";
import type { ElasticAnswer, ElasticRequest } from "./request.ts";

const compress = promisify(gzip);

/** The library's own level, 6, makes it a fifth smaller for three times the work. */
const COMPRESSION_LEVEL = 1;
/** What fits into a packet as it is. */
const SMALLEST_COMPRESSED = 1400;

/**
 * A body goes as bytes, for the library would serialise and measure it again. `bytes` is its size
 * before compression.
 */
export async function parametersOf(request: ElasticRequest, media: MediaTypes, gzip: boolean) {
  const { method, path, query, ndjson } = request;
  const plain = bodyOf(request);
  const zipped = gzip && plain !== undefined && plain.byteLength >= SMALLEST_COMPRESSED;
  const body = zipped ? await compress(plain, { level: COMPRESSION_LEVEL }) : plain;
  return {
    bytes: plain?.byteLength ?? 0,
    headers: {
      "content-type": ndjson === undefined ? media.json : media.ndjson,
      ...(zipped ? { "content-encoding": "gzip" } : {}),
    },
    parameters: {
      method,
      path,
      ...(query === undefined ? {} : { querystring: { ...query } }),
      ...(body === undefined ? {} : ndjson === undefined ? { body } : { bulkBody: body }),
    },
  };
}

function bodyOf({ body, ndjson }: ElasticRequest): Buffer | undefined {
  if (ndjson !== undefined) return Buffer.from(ndjson.buffer, ndjson.byteOffset, ndjson.byteLength);
  return body === undefined ? undefined : Buffer.from(JSON.stringify(body));
}

interface LibraryAnswer {
  readonly statusCode?: number;
  readonly headers?: Readonly<Record<string, string | string[] | undefined>>;
  readonly body?: unknown;
}

export function answerOf({ statusCode, headers = {}, body }: LibraryAnswer): ElasticAnswer {
  return {
    status: statusCode ?? 0,
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, String(value)]),
    ),
    body: typeof body === "string" ? body : "",
  };
}
