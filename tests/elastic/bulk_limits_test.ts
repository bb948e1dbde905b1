import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { createBulkWriter } from "../../lib/elastic/bulk.ts";
import { bulkItem } from "../../lib/elastic/bulk_batch.ts";
import { connectElastic } from "../../lib/elastic/client.ts";
import { testContext, testSettings } from "./support/context.ts";
import { type Fault, startFaultServer } from "./support/fault_server.ts";
import { answer, applyItem, itemsOf } from "./support/memory_bulk.ts";
import { documents, INDEX, write } from "./support/bulk_writes.ts";

Deno.test("write() honours Retry-After in seconds and as a date", async () => {
  const start = Date.UTC(2026, 0, 1);
  const date = new Date(start + 2000 + 60_000).toUTCString();
  await using server = startFaultServer(
    () => new Response("", { status: 429, headers: { "retry-after": "2" } }),
    () => new Response("", { status: 503, headers: { "retry-after": date } }),
  );
  const { tally, context } = await write(server, documents(3), {}, testContext(start));
  assertEquals(tally.acknowledged, 3);
  assertEquals(context.sleeps, [2000, 60_000]);
});

Deno.test("write() outlives 502 pages, 503, 504 and answers that are no JSON", async () => {
  await using server = startFaultServer(
    () =>
      new Response("<html><title>Bad Gateway</title><h1>nginx</h1></html>", {
        status: 502,
        headers: { "content-type": "text/html" },
      }),
    () => new Response("", { status: 503 }),
    () => new Response("upstream timeout", { status: 504 }),
    () => new Response("<html>login</html>", { headers: { "x-elastic-product": "Elasticsearch" } }),
  );
  const { tally, context } = await write(server, documents(3));
  assertEquals(tally.acknowledged, 3);
  assertEquals(context.sleeps.length, 4);
  const told = context.lines.map(({ fields }) => String(fields?.["error.message"])).join("\n");
  assertStringIncludes(told, 'an HTML page "Bad Gateway"');
  assert(!told.includes("<h1>"));
});

Deno.test("write() halves on 413 and sends less from then on", async () => {
  const limit = 2000;
  const within: Fault = ({ body }) =>
    body.length > limit
      ? new Response("", { status: 413 })
      : answer(itemsOf(body).map((item) => applyItem(server.store, item)));
  const server = startFaultServer(...Array.from({ length: 100 }, () => within));
  await using _ = server;
  const context = testContext();
  await using client = await connectElastic(testSettings(server.url), context);
  const writer = createBulkWriter(client, context);
  const items = documents(100, { text: "x".repeat(60) });
  assertEquals((await writer.write(INDEX, items)).acknowledged, 100);
  assertEquals(server.store.size, 100);
  const before = server.seen.length;
  await writer.write(INDEX, items);
  assert(server.seen.slice(before).every(({ body }) => body.length <= limit));
});

Deno.test("write() rejects the one document that is too large and writes the others", async () => {
  const within: Fault = ({ body }) =>
    body.length > 5000
      ? new Response("", { status: 413 })
      : answer(itemsOf(body).map((item) => applyItem(server.store, item)));
  const server = startFaultServer(...Array.from({ length: 100 }, () => within));
  await using _ = server;
  const items = documents(50).with(
    17,
    bulkItem("index", "id17", JSON.stringify({ text: "x".repeat(6000) })),
  );
  const { tally } = await write(server, items);
  assertEquals(tally.acknowledged, 49);
  assertEquals(tally.rejected.map(({ position, status }) => [position, status]), [[17, 413]]);
  assertEquals(server.store.size, 49);
});
