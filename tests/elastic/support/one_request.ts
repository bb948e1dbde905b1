import { assertMatch, assertRejects } from "@std/assert";
import { RequestError } from "../../../lib/errors.ts";
import { connectElastic } from "../../../lib/elastic/client.ts";
import type { ElasticRequest } from "../../../lib/elastic/request.ts";
import type { ElasticSettings } from "../../../lib/elastic/settings.ts";
import { testContext, testSettings } from "./context.ts";
import { type Fault, startFaultServer } from "./fault_server.ts";
import { PRODUCT } from "./memory_bulk.ts";

export const ONCE = { attempts: 1, firstPauseMs: 1, longestPauseMs: 1 };
export const SEARCH: ElasticRequest = { method: "POST", path: "/x/_search", body: { size: 0 } };

/** One request to a server that answers it with `fault`. */
export async function requestTo(
  fault: Fault,
  more: Partial<ElasticSettings> = {},
  request: ElasticRequest = SEARCH,
) {
  await using server = startFaultServer(fault);
  const context = testContext();
  await using client = await connectElastic(testSettings(server.url, more), context);
  return { answer: await client.request(request), server, client };
}

export async function failureOf(
  fault: Fault,
  more: Partial<ElasticSettings> = {},
): Promise<RequestError> {
  const error = await assertRejects(() => requestTo(fault, more), RequestError);
  assertMatch(error.message, /POST \/x\/_search on http:\/\/127\.0\.0\.1:\d+/);
  return error;
}

export function reply(status: number, body: string, headers: Record<string, string> = {}): Fault {
  return () => new Response(body, { status, headers: { ...PRODUCT, ...headers } });
}
