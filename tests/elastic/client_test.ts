import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { Interrupted, RequestError } from "../../lib/errors.ts";
import { connectElastic } from "../../lib/elastic/client.ts";
import { testContext, testSettings } from "./support/context.ts";
import { type Fault, startFaultServer } from "./support/fault_server.ts";
import { PRODUCT, ROOT } from "./support/memory_bulk.ts";
import { failureOf, reply, requestTo, SEARCH } from "./support/one_request.ts";

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

Deno.test("request() passes over a node that says it is not ready", async () => {
  const away = Array.from({ length: 8 }, () => reply(503, ""));
  await using sick = startFaultServer(...away);
  await using well = startFaultServer(...Array.from({ length: 8 }, () => reply(200, "{}")));
  const settings = testSettings(sick.url, { urls: [sick.url, well.url] });
  await using client = await connectElastic(settings, testContext());
  for (let round = 0; round < 6; round++) assertEquals(await client.ask(SEARCH), {});
  assertEquals([sick.seen.length, well.seen.length], [1, 6]);
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
