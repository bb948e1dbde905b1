/** Requests and answers in the form that the client library gives and takes. */
import { Buffer } from "node:buffer";
import type { ElasticAnswer, ElasticRequest } from "./request.ts";

/** A body goes as bytes: the library would serialise and measure it again. */
export function parametersOf(request: ElasticRequest) {
  const { method, path, query, ndjson, body: json } = request;
  const body = ndjson !== undefined
    ? Buffer.from(ndjson.buffer, ndjson.byteOffset, ndjson.byteLength)
    : json === undefined
    ? undefined
    : Buffer.from(JSON.stringify(json));
  const parameters = {
    method,
    path,
    ...(query === undefined ? {} : { querystring: { ...query } }),
    ...(body === undefined ? {} : ndjson === undefined ? { body } : { bulkBody: body }),
  };
  return { bytes: body?.byteLength ?? 0, parameters };
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
