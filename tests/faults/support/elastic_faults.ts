/** Faults between the program and a real Elasticsearch. */
import type { ElasticFault, ProxyAnswer, ProxyRequest } from "./elastic_proxy.ts";

const PRODUCT = { "x-elastic-product": "Elasticsearch" };

export function reply(
  status: number,
  body: unknown = "",
  headers: Readonly<Record<string, string>> = {},
): ProxyAnswer {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const type = typeof body === "string" ? "text/html" : "application/json";
  return { status, headers: { "content-type": type, ...headers }, body: text };
}

/** An error as Elasticsearch words it. */
export function elasticError(status: number, type: string, reason: string): ProxyAnswer {
  const error = { type, reason, root_cause: [{ type, reason }] };
  return reply(status, { error, status }, PRODUCT);
}

/** The request is done, and nobody learns of it. */
export const resetAfterwards: ElasticFault = async (_request, forward) => {
  await forward();
  return "reset" as const;
};

/** The request is done, and the answer never comes. */
export const stallAfterwards: ElasticFault = async (_request, forward) => {
  await forward();
  return "stall" as const;
};

/** The request is done, and the connection is lost within the answer. */
export const cutAnswer: ElasticFault = async (_request, forward) => {
  const answer = await forward();
  return { ...answer, cutAfter: Math.floor(answer.body.length / 2) };
};

/** The request is done, and the rest of the answer never comes. */
export const stalledAnswer: ElasticFault = async (request, forward) => {
  const answer = await cutAnswer(request, forward);
  return typeof answer === "object" ? { ...answer, stalls: true } : answer;
};

/** The request is done, and the answer ends early as if it were whole. */
export const shortAnswer: ElasticFault = async (_request, forward) => {
  const answer = await forward();
  return { ...answer, body: answer.body.slice(0, Math.floor(answer.body.length / 2)) };
};

/** A proxy that knows its own headers only. */
export const stripped: ElasticFault = async (_request, forward) => {
  const { headers, ...answer } = await forward();
  const { "x-elastic-product": _, ...others } = headers;
  return { ...answer, headers: others };
};

export interface Refusal {
  readonly status: number;
  readonly type: string;
  readonly reason?: string;
}

/** Elasticsearch does the others, and refuses each `every`-th operation of a `_bulk` request. */
export function refusing(every: number, ...refusals: readonly Refusal[]): ElasticFault {
  return async (request, forward) => {
    const operations = operationsOf(request);
    const isRefused = (at: number) => at % every === 0;
    const kept = operations.filter((_, at) => !isRefused(at));
    const answered = kept.length === 0 ? [] : itemsOf(await forward(bodyOf(kept)));
    const items = operations.map((operation, at) => {
      const refusal = refusals[(at / every) % refusals.length];
      return isRefused(at) && refusal ? refusedItem(operation, refusal) : answered.shift();
    });
    return reply(200, { errors: true, items }, PRODUCT);
  };
}

interface Operation {
  readonly action: string;
  readonly id: string;
  readonly lines: readonly string[];
}

export function operationsOf({ body }: ProxyRequest): readonly Operation[] {
  const lines = body.split("\n").slice(0, -1);
  const operations: Operation[] = [];
  for (let at = 0; at < lines.length;) {
    const meta = JSON.parse(lines[at] ?? "");
    const [action = ""] = Object.keys(meta);
    const count = action === "delete" ? 1 : 2;
    operations.push({ action, id: meta[action]._id, lines: lines.slice(at, at + count) });
    at += count;
  }
  return operations;
}

function bodyOf(operations: readonly Operation[]): string {
  return operations.flatMap(({ lines }) => lines).map((line) => `${line}\n`).join("");
}

function itemsOf({ body }: ProxyAnswer): unknown[] {
  return JSON.parse(body).items;
}

function refusedItem({ action, id }: Operation, { status, type, reason = type }: Refusal) {
  return { [action]: { _id: id, status, error: { type, reason } } };
}
