import { pause } from "../../support/engine/health.ts";

/** Straight to the engine, past every fault. */
export async function engineRequest(
  engine: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<EngineAnswer> {
  const ndjson = typeof body === "string";
  const request = {
    method,
    headers: { "Content-Type": ndjson ? "application/x-ndjson" : "application/json" },
    ...(body === undefined ? {} : { body: ndjson ? body : JSON.stringify(body) }),
  };
  let response = await fetch(engine + path, request);
  // The engine is small and shared: it may be out of memory until it has cleaned up.
  for (let attempt = 1; response.status === 429 && attempt < 20; attempt++) {
    await response.body?.cancel();
    await pause(500);
    response = await fetch(engine + path, request);
  }
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 500)}`);
  return JSON.parse(text);
}

export interface Hit {
  readonly _id: string;
  readonly _source: Readonly<Record<string, unknown>>;
}

/** As much of the engine's answers as the tests look at. */
export interface EngineAnswer {
  readonly count?: number;
  readonly errors?: boolean;
  readonly hits?: { readonly hits: readonly Hit[] };
}

/** Every document whose field has that value, up to ten thousand. */
export async function hitsWith(
  engine: string,
  index: string,
  field: string,
  value: string,
): Promise<readonly Hit[]> {
  await engineRequest(engine, "POST", `/${index}/_refresh`);
  const answer = await engineRequest(engine, "POST", `/${index}/_search`, {
    size: 10_000,
    query: { term: { [field]: value } },
  });
  return answer.hits?.hits ?? [];
}
