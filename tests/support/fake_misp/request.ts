/** A request as MISP's router sees it. */
export interface MispRequest {
  /** Running number since the server started, from 1. */
  readonly n: number;
  readonly method: string;
  /** As sent, with suffix and named parameters: what error bodies repeat. */
  readonly url: string;
  /** Without `.json`, trailing slash and named parameters. */
  readonly path: string;
  readonly headers: Headers;
  /** The body as text, unzipped. */
  readonly body: string;
  /** `Accept: application/json` exactly, or the `.json` suffix: only then are all answers JSON. */
  readonly rest: boolean;
  /** `/name:value` parts of the path. */
  readonly named: Parameters;
}

export type Parameters = Readonly<Record<string, unknown>>;

export interface RawRequest {
  readonly n: number;
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export async function readRequest(raw: RawRequest): Promise<MispRequest> {
  const [address = "/"] = raw.url.split("?");
  const parts = address.split("/").filter((part) => part !== "");
  const named = parts.filter((part) => part.includes(":")).map(namedParameter);
  const plain = parts.filter((part) => !part.includes(":"));
  const path = `/${plain.join("/")}`;
  return {
    n: raw.n,
    method: raw.method,
    url: address,
    path: path.replace(/\.json$/, ""),
    headers: raw.headers,
    body: await bodyText(raw),
    rest: path.endsWith(".json") || raw.headers.get("accept") === "application/json",
    named: Object.fromEntries(named),
  };
}

function namedParameter(part: string): readonly [string, string] {
  const [name = "", ...value] = part.split(":");
  return [name, decodeURIComponent(value.join(":").replace(/\.json$/, ""))];
}

async function bodyText(raw: RawRequest): Promise<string> {
  if (raw.headers.get("content-encoding") !== "gzip") return new TextDecoder().decode(raw.bytes);
  const stream = new Blob([raw.bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return await new Response(stream).text();
}

/**
 * The filters of a request: the JSON object of a POST, or the named parameters. A body is ignored unless
 * its type is `application/json`, and so is one that is a list or a string. Undefined when malformed.
 */
export function parametersOf(request: MispRequest): Parameters | undefined {
  if (request.method !== "POST" || !hasJsonBody(request)) return request.named;
  if (request.body.trim() === "") return request.named;
  try {
    return { ...request.named, ...unwrapped(JSON.parse(request.body)) };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function hasJsonBody(request: MispRequest): boolean {
  return request.headers.get("content-type")?.startsWith("application/json") ?? false;
}

function unwrapped(body: unknown): Parameters {
  if (!isRecord(body)) return {};
  return isRecord(body["request"]) ? body["request"] : body;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** 1 and true are on, 0 and false off; the string "false" is on, as in MISP. */
export function isOn(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false && value !== 0 && value !== "0" &&
    value !== "";
}
