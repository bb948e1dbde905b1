import {
  assert,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { Interrupted, PreconditionError, RequestError } from "../../lib/errors.ts";
import { connectElastic } from "../../lib/elastic/client.ts";
import type { ElasticRequest } from "../../lib/elastic/request.ts";
import type { ElasticSettings } from "../../lib/elastic/settings.ts";
import { testContext, testSettings } from "./support/context.ts";
import { type Fault, startFaultServer } from "./support/fault_server.ts";
import { PRODUCT, ROOT } from "./support/memory_bulk.ts";

const ONCE = { attempts: 1, firstPauseMs: 1, longestPauseMs: 1 };
const SEARCH: ElasticRequest = { method: "POST", path: "/x/_search", body: { size: 0 } };

/** One request to a server that answers it with `fault`. */
async function requestTo(
  fault: Fault,
  more: Partial<ElasticSettings> = {},
  request: ElasticRequest = SEARCH,
) {
  await using server = startFaultServer(fault);
  const context = testContext();
  await using client = await connectElastic(testSettings(server.url, more), context);
  return { answer: await client.request(request), server, client };
}

async function failureOf(fault: Fault, more: Partial<ElasticSettings> = {}): Promise<RequestError> {
  const error = await assertRejects(() => requestTo(fault, more), RequestError);
  assertMatch(error.message, /POST \/x\/_search on http:\/\/127\.0\.0\.1:\d+/);
  return error;
}

function reply(status: number, body: string, headers: Record<string, string> = {}): Fault {
  return () => new Response(body, { status, headers: { ...PRODUCT, ...headers } });
}

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

Deno.test("request() gives up on a server that is silent", async () => {
  const release = Promise.withResolvers<void>();
  const silent: Fault = async () => {
    await release.promise;
    return new Response();
  };
  await using server = startFaultServer(silent);
  await using client = await connectElastic(testSettings(server.url), testContext());
  const failure = await assertRejects(
    () => client.request({ ...SEARCH, timeoutMs: 50 }),
    RequestError,
  );
  release.resolve();
  assertEquals(failure.kind, "unavailable");
  assertStringIncludes(failure.message, "No whole answer within 0.05 s");
});

function stalling(release: Promise<void>): Fault {
  return () => {
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new TextEncoder().encode('{"a":')),
      pull: async (controller) => {
        await release;
        controller.close();
      },
    });
    return new Response(body, { headers: PRODUCT });
  };
}

Deno.test("request() gives up on an answer that stalls", async () => {
  const release = Promise.withResolvers<void>();
  await using server = startFaultServer(stalling(release.promise));
  await using client = await connectElastic(testSettings(server.url), testContext());
  const failure = await assertRejects(
    () => client.request({ ...SEARCH, timeoutMs: 50 }),
    RequestError,
  );
  release.resolve();
  assertEquals(failure.kind, "unavailable");
});

Deno.test("request() ends with the reason of an interrupted run, at once", async () => {
  const context = testContext();
  const release = Promise.withResolvers<void>();
  const interrupting: Fault = async () => {
    context.controller.abort(new Interrupted("Interrupted by SIGTERM", 143));
    await release.promise;
    return new Response("{}", { headers: PRODUCT });
  };
  await using server = startFaultServer(interrupting);
  await using client = await connectElastic(testSettings(server.url), context);
  await assertRejects(() => client.request(SEARCH), Interrupted, "SIGTERM");
  release.resolve();
  await assertRejects(() => client.request(SEARCH), Interrupted, "SIGTERM");
  assertEquals(server.seen.length, 1);
});

Deno.test("ask() repeats until there is an answer that is whole", async () => {
  const cut: Fault = () => {
    const body = new ReadableStream({ pull: (controller) => controller.error(new Error("cut")) });
    return new Response(body, { headers: PRODUCT });
  };
  await using server = startFaultServer(
    reply(503, ""),
    cut,
    reply(200, '{"half":', {}),
    reply(200, "[]"),
    reply(200, '{"whole":true}'),
  );
  const context = testContext();
  await using client = await connectElastic(testSettings(server.url), context);
  assertEquals(await client.ask(SEARCH), { whole: true });
  assertEquals([server.seen.length, context.sleeps.length], [5, 4]);
});

Deno.test("ask() does not repeat what cannot help", async () => {
  await using server = startFaultServer(reply(400, "{}"), reply(200, "{}"));
  await using client = await connectElastic(testSettings(server.url), testContext());
  await assertRejects(() => client.ask(SEARCH), RequestError);
  assertEquals(server.seen.length, 1);
});

Deno.test("connectElastic() tells where nobody listens, without the credentials", async () => {
  const settings = testSettings("http://user:secret-pw@127.0.0.1:1/es", { retry: ONCE });
  const failure = await assertRejects(() => connectElastic(settings, testContext()), RequestError);
  assertEquals(failure.kind, "unavailable");
  assertStringIncludes(failure.message, "GET / on http://127.0.0.1:1 failed");
  assertStringIncludes(failure.message, "is the server running");
  assert(!Deno.inspect(failure, { depth: 20 }).includes("secret-pw"));
});

Deno.test("connectElastic() repeats a host name that is not found, and names it", async () => {
  const settings = testSettings("http://no-such-host.invalid:9200", {
    retry: { ...ONCE, attempts: 2 },
  });
  const context = testContext();
  const failure = await assertRejects(() => connectElastic(settings, context), RequestError);
  assertStringIncludes(failure.message, "check the host name in elasticsearch.url");
  assertEquals(context.sleeps.length, 1);
});

Deno.test("connectElastic() refuses a login page", async () => {
  const headers = { "content-type": "text/html" };
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    () => new Response("<html><title>Sign in</title>", { headers }),
  );
  const url = `http://127.0.0.1:${server.addr.port}`;
  const failure = await assertRejects(
    () => connectElastic(testSettings(url, { retry: ONCE }), testContext()),
    RequestError,
  );
  assertEquals(failure.kind, "malformed");
  assertStringIncludes(failure.message, 'no JSON but an HTML page "Sign in"');
});

const AUTHS = [
  [{ kind: "none" }, null],
  [{ kind: "api_key", apiKey: { reveal: () => "ZW5jb2RlZA==" } }, "ApiKey ZW5jb2RlZA=="],
  [{ kind: "api_key", apiKey: { reveal: () => "id:key" } }, `ApiKey ${btoa("id:key")}`],
  [
    { kind: "basic", username: "elastic", password: { reveal: () => "pässword" } },
    `Basic ${new TextEncoder().encode("elastic:pässword").toBase64()}`,
  ],
] as const;

for (const [auth, expected] of AUTHS) {
  Deno.test(`request() authorises with ${expected ?? "nothing"}`, async () => {
    const { server } = await requestTo(reply(200, "{}"), { auth });
    assertEquals(server.seen[0]?.headers.get("authorization"), expected);
  });
}

Deno.test("request() shows no secret in an error", async () => {
  const auth = { kind: "api_key", apiKey: { reveal: () => "VERY-SECRET" } } as const;
  const failure = await failureOf(reply(401, ""), { auth });
  assert(!Deno.inspect(failure, { depth: 20 }).includes("VERY-SECRET"));
});

Deno.test("request() says who asks, in the media types of the server", async () => {
  const { server } = await requestTo(reply(200, "{}"));
  const headers = server.seen[0]!.headers;
  assertEquals(headers.get("user-agent"), "ti-misp/0.0.0");
  const json = "application/vnd.elasticsearch+json; compatible-with=9";
  assertEquals([headers.get("accept"), headers.get("content-type")], [json, json]);
  assertEquals(headers.get("x-elastic-client-meta"), null);
});

Deno.test("request() compresses when asked to, and counts what was meant", async () => {
  const zipped: Fault = () => {
    const body = new Response('{"zipped":true}').body!;
    const headers = { ...PRODUCT, "content-encoding": "gzip" };
    return new Response(body.pipeThrough(new CompressionStream("gzip")), { headers });
  };
  const request = { ...SEARCH, body: { text: "x".repeat(5000) } };
  const { answer, server, client } = await requestTo(zipped, { compression: true }, request);
  assertEquals(answer.body, '{"zipped":true}');
  assertEquals(server.seen[0]?.headers.get("content-encoding"), "gzip");
  assertEquals(JSON.parse(server.seen[0]!.body), request.body);
  assertEquals(client.traffic.bytesWritten, server.seen[0]!.body.length);
  assertEquals(client.traffic.requests, 2);
});

Deno.test("request() turns to another node when one is down", async () => {
  await using server = startFaultServer(...Array.from({ length: 8 }, () => reply(200, "{}")));
  const settings = testSettings("http://127.0.0.1:1", { urls: ["http://127.0.0.1:1", server.url] });
  await using client = await connectElastic(settings, testContext());
  for (let round = 0; round < 4; round++) assertEquals(await client.ask(SEARCH), {});
  assertEquals(server.seen.length, 4);
});

Deno.test("request() keeps a path that the URL has", async () => {
  const paths: string[] = [];
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    (request) => {
      paths.push(new URL(request.url).pathname);
      return Response.json(ROOT, { headers: PRODUCT });
    },
  );
  const url = `http://127.0.0.1:${server.addr.port}/behind/proxy/`;
  await using client = await connectElastic(testSettings(url), testContext());
  await client.ask({ method: "GET", path: "/x/_count" });
  assertEquals(paths, ["/behind/proxy/", "/behind/proxy/x/_count"]);
});

Deno.test("connectElastic() explains a proxy that takes the product header away", async () => {
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    () => Response.json(ROOT),
  );
  const url = `http://127.0.0.1:${server.addr.port}`;
  await assertRejects(
    () => connectElastic(testSettings(url), testContext()),
    PreconditionError,
    "x-elastic-product",
  );
});
