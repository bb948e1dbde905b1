import { isRecord } from "../support/fake_misp/request.ts";
import type { FakeMisp } from "../support/fake_misp/server.ts";

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: unknown;
  /** Of a list, a search or a wrapped search; `{"Event": …}` and the like without their wrapping. */
  readonly rows: readonly JsonRow[];
  /** Of an error. */
  readonly message: unknown;
}

export type JsonRow = Record<string, unknown>;

/** The rows of any answer that holds some, and of a row's list. */
export function rowsOf(body: unknown): readonly JsonRow[] {
  if (Array.isArray(body)) return body.map(unwrapped);
  if (!isRecord(body)) return [];
  return rowsOf(body["response"] ?? body["Attribute"]);
}

function unwrapped(row: unknown): JsonRow {
  if (!isRecord(row)) return {};
  const [wrapped, ...others] = Object.values(row);
  return others.length === 0 && isRecord(wrapped) ? wrapped : row;
}

/** One field of every row, joined by commas. */
export function joined(rows: readonly JsonRow[], field: string): string {
  return rows.map((row) => row[field]).join();
}

export interface Ask {
  readonly method?: string;
  readonly body?: unknown;
  /** Sent as they are in place of the three usual ones. */
  readonly headers?: Record<string, string>;
}

/** A request as a careful client sends it, unless told otherwise. */
export async function ask(misp: FakeMisp, path: string, options: Ask = {}): Promise<Reply> {
  const { body, headers = usualHeaders(misp) } = options;
  const method = options.method ?? (body === undefined ? "GET" : "POST");
  const response = await fetch(misp.url + path, {
    method,
    headers,
    redirect: "manual",
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const json = response.headers.get("content-type")?.startsWith("application/json") ?? false;
  const parsed: unknown = json && text !== "" ? JSON.parse(text) : undefined;
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: parsed,
    rows: rowsOf(parsed),
    message: isRecord(parsed) ? parsed["message"] : undefined,
  };
}

export function usualHeaders(misp: FakeMisp): Record<string, string> {
  return {
    "Authorization": misp.key,
    "Accept": "application/json",
    "Content-Type": "application/json",
  };
}

/** The rows of an attribute search. */
export async function search(
  misp: FakeMisp,
  body: Record<string, unknown>,
): Promise<
  {
    readonly rows: readonly JsonRow[];
    readonly count: string | null;
    readonly skipped: string | null;
  }
> {
  const reply = await ask(misp, "/attributes/restSearch", { body });
  if (reply.status !== 200) {
    throw new Error(`The search was answered ${reply.status}: ${reply.text}`);
  }
  return {
    rows: reply.rows,
    count: reply.headers.get("x-result-count"),
    skipped: reply.headers.get("x-skipped-elements-count"),
  };
}
