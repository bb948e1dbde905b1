import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { ping } from "../../lib/cli/ping.ts";
import { testContext } from "../support/context.ts";

interface Ping {
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

async function withWatchdog(status: number, work: (url: string) => Promise<void>): Promise<Ping[]> {
  const pings: Ping[] = [];
  await using server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    async (request) => {
      const { method, url } = request;
      pings.push({ method, path: new URL(url).pathname, body: await request.text() });
      return new Response("OK", { status });
    },
  );
  await work(`http://127.0.0.1:${server.addr.port}/uuid-of-check`);
  return pings;
}

Deno.test("ping() tells start, success and failure as healthchecks.io wants to hear them", async () => {
  const context = testContext();
  const pings = await withWatchdog(200, async (url) => {
    await ping(context, url, "start");
    await ping(context, url, "success", "3 created");
    await ping(context, url, "fail", "x".repeat(20_000));
  });
  assertEquals(pings.map(({ method, path, body }) => [method, path, body.length]), [
    ["GET", "/uuid-of-check/start", 0],
    ["POST", "/uuid-of-check", 9],
    ["POST", "/uuid-of-check/fail", 10_000],
  ]);
  assertEquals(context.lines, []);
});

Deno.test("ping() without an address does nothing", async () => {
  const context = testContext();
  await ping({ ...context, fetch: () => Promise.reject(new Error("asked")) }, undefined, "start");
  assertEquals(context.lines, []);
});

Deno.test("ping() warns of a watchdog that refuses, without its address", async () => {
  const context = testContext();
  await withWatchdog(404, (url) => ping(context, url, "success", "done"));
  const [line] = context.lines;
  assertEquals([context.lines.length, line?.level], [1, "warn"]);
  assertStringIncludes(String(line?.fields["error.message"]), "404");
  assert(!JSON.stringify(line).includes("uuid-of-check"));
});

Deno.test("ping() warns of a watchdog that is away, without its address", async () => {
  const context = testContext();
  let gone = "";
  await withWatchdog(200, (url) => {
    gone = url;
    return Promise.resolve();
  });
  await ping(context, gone, "start");
  assertEquals(context.lines.map(({ level }) => level), ["warn"]);
  assert(!JSON.stringify(context.lines).includes("uuid-of-check"));
});
