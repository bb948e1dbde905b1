import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { failureOf, reply } from "./support/one_request.ts";

const error = (type: string, reason: string) => JSON.stringify({ error: { type, reason } });

const STATUSES = [
  [400, error("parsing_exception", "unknown key"), "refused", 'parsing_exception ("unknown key")'],
  [401, error("security_exception", "no key"), "unauthorised", "check elasticsearch.api_key"],
  [403, error("security_exception", "not allowed"), "unauthorised", "lacks a privilege"],
  [404, error("index_not_found_exception", "no x"), "missing", "ti-misp install-assets"],
  [413, "", "too_large", "an empty body"],
  [429, error("circuit_breaking_exception", "full"), "unavailable", "overloaded"],
  [500, '{"error":"oops"}', "unavailable", '"oops"'],
  [502, "<html><head><title>502 Bad Gateway</title>", "unavailable", '"502 Bad Gateway"'],
  [503, "", "unavailable", "an empty body"],
  [504, "stream timeout", "unavailable", '"stream timeout"'],
] as const;

for (const [status, body, kind, text] of STATUSES) {
  Deno.test(`request() tells ${status} as ${kind}`, async () => {
    const failure = await failureOf(reply(status, body));
    assertEquals([failure.kind, failure.status], [kind, status]);
    assertStringIncludes(failure.message, text);
  });
}

Deno.test("request() names the cause that the server names", async () => {
  const body = JSON.stringify({
    error: { type: "x", reason: "failed", caused_by: { type: "y", reason: "because" } },
  });
  assertStringIncludes((await failureOf(reply(400, body))).message, 'x ("failed; because")');
});

Deno.test("request() never tells more than a line of a page", async () => {
  const page = `<!DOCTYPE html><html><body>${"<p>secret</p>\n".repeat(1000)}`;
  const failure = await failureOf(reply(502, page, { "content-type": "text/html" }));
  assertStringIncludes(failure.message, "an HTML page");
  assert(!failure.message.includes("secret"));
});

Deno.test("request() follows no redirect", async () => {
  const location = "https://user:pw@login.example/app?next=x";
  const failure = await failureOf(reply(302, "", { location }));
  assertEquals(failure.kind, "refused");
  assertStringIncludes(failure.message, '"https://login.example/app": set elasticsearch.url');
});

Deno.test("request() distrusts an answer that does not come from Elasticsearch", async () => {
  const failure = await failureOf(() => new Response("{}"));
  assertEquals(failure.kind, "malformed");
  assertStringIncludes(failure.message, "x-elastic-product");
});

Deno.test("request() takes what the server wishes as pause", async () => {
  const failure = await failureOf(reply(429, "", { "retry-after": "7" }));
  assertEquals(failure.retryAfterMs, 7000);
});
