import { assertEquals } from "@std/assert";
import { FakeMisp } from "../support/fake_misp/server.ts";
import { ask } from "./ask.ts";

Deno.test("RequestLog keeps method, path, body and bytes of every request", async () => {
  await using misp = await FakeMisp.start();
  const index = await ask(misp, "/events/index.json", { body: { limit: 5 } });
  const version = await ask(misp, "/servers/getVersion");
  const seen = misp.requests.entries.map(({ n, method, path, url, body, bytesOut }) => ({
    n,
    method,
    path,
    url,
    body,
    bytesOut,
  }));
  assertEquals(seen, [
    {
      n: 1,
      method: "POST",
      path: "/events/index",
      url: "/events/index.json",
      body: { limit: 5 },
      bytesOut: index.text.length,
    },
    {
      n: 2,
      method: "GET",
      path: "/servers/getVersion",
      url: "/servers/getVersion",
      body: undefined,
      bytesOut: version.text.length,
    },
  ]);
});

Deno.test("RequestLog counts by path and forgets on clear()", async () => {
  await using misp = await FakeMisp.start();
  await Promise.all([1, 2, 3].map(() => ask(misp, "/servers/getVersion")));
  assertEquals([misp.requests.count(), misp.requests.count("/events/index")], [3, 0]);
  misp.requests.clear();
  await ask(misp, "/tags/index");
  assertEquals(misp.requests.entries.map(({ n, path }) => [n, path]), [[4, "/tags/index"]]);
});

Deno.test("RequestLog tells the most requests in flight", async () => {
  await using misp = await FakeMisp.start();
  const { promise: all, resolve } = Promise.withResolvers<undefined>();
  misp.fault = async (_request, n) => {
    if (n === 3) resolve(undefined);
    return await all;
  };
  await Promise.all([1, 2, 3].map(() => ask(misp, "/servers/getVersion")));
  await ask(misp, "/servers/getVersion");
  assertEquals(misp.requests.peakInFlight, 3);
});
