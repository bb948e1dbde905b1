import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { PreconditionError, RequestError } from "../../lib/errors.ts";
import { connectElastic } from "../../lib/elastic/client.ts";
import { testContext, testSettings } from "./support/context.ts";
import { ROOT } from "./support/memory_bulk.ts";
import { ONCE } from "./support/one_request.ts";

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
