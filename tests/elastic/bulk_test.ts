import {
  assertEquals,
  assertGreater,
  assertLess,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import fc from "fast-check";
import { RequestError } from "../../lib/errors.ts";
import { BULK_DEFAULTS, createBulkWriter } from "../../lib/elastic/bulk.ts";
import { bulkItem } from "../../lib/elastic/bulk_batch.ts";
import { connectElastic } from "../../lib/elastic/client.ts";
import { testContext, testSettings } from "./support/context.ts";
import {
  cutAfter,
  type Fault,
  type FaultServer,
  startFaultServer,
} from "./support/fault_server.ts";
import { answer, applyItem, itemsOf, refusal } from "./support/memory_bulk.ts";
import { documents, INDEX, refuseSome, write } from "./support/bulk_writes.ts";

Deno.test("write() splits by count and bytes, and every document arrives once", async () => {
  await using server = startFaultServer();
  const { tally } = await write(server, documents(25), { maxCount: 10, maxBytes: 400 });
  assertEquals(tally, { acknowledged: 25, skipped: [], rejected: [] });
  assertEquals(server.store.size, 25);
  assertGreater(server.seen.length, 2);
  for (const { body } of server.seen) assertLess(body.length, 401);
  assertEquals(server.seen.map(({ body }) => itemsOf(body).length).reduce((a, b) => a + b), 25);
});

Deno.test("write() measures bytes, not characters", async () => {
  await using server = startFaultServer();
  await write(server, documents(10, { text: "日本語".repeat(10) }), { maxBytes: 300 });
  for (const { body } of server.seen) {
    assertLess(new TextEncoder().encode(body).length, 301);
  }
  assertEquals(server.store.size, 10);
});

Deno.test("write() keeps as many requests in flight as allowed, over all callers", async () => {
  let now = 0;
  let most = 0;
  const release = Promise.withResolvers<void>();
  const slow: Fault = async ({ body }) => {
    most = Math.max(most, ++now);
    if (now === 2) release.resolve();
    await release.promise;
    now--;
    return answer(itemsOf(body).map((item) => ({ index: { _id: item.id, status: 201 } })));
  };
  await using server = startFaultServer(...Array.from({ length: 6 }, () => slow));
  const context = testContext();
  await using client = await connectElastic(testSettings(server.url), context);
  const writer = createBulkWriter(client, context, { ...BULK_DEFAULTS, maxCount: 10 });
  await Promise.all([
    writer.write(INDEX, documents(30)),
    writer.write(INDEX, documents(30)),
  ]);
  assertEquals(most, 2);
  assertEquals(server.seen.length, 6);
});

Deno.test("write() sends only the items again that were refused with 429", async () => {
  await using server: FaultServer = startFaultServer(
    refuseSome(() => server, (id) => id === "id1" || id === "id4"),
  );
  const { tally, context } = await write(server, documents(5));
  assertEquals(tally.acknowledged, 5);
  assertEquals(server.store.size, 5);
  assertEquals(server.seen.map(({ body }) => itemsOf(body).map(({ id }) => id)), [
    ["id0", "id1", "id2", "id3", "id4"],
    ["id1", "id4"],
  ]);
  assertEquals(context.sleeps.length, 1);
});

Deno.test("write() sends deletes and documents again that were refused together", async () => {
  await using server: FaultServer = startFaultServer(
    refuseSome(() => server, () => true),
    refuseSome(() => server, () => true),
  );
  server.store.set("gone", 1);
  const items = [bulkItem("delete", "gone"), ...documents(2), bulkItem("delete", "never")];
  const { tally } = await write(server, items);
  assertEquals(tally, {
    acknowledged: 3,
    skipped: [{ position: 3, why: "gone" }],
    rejected: [],
  });
  assertEquals([...server.store.keys()], ["id0", "id1"]);
});

Deno.test("write() throws when none of a batch is taken, naming count and reason", async () => {
  const all: Fault = ({ body }) =>
    answer(itemsOf(body).map((item) => refusal(item, 429, "es_rejected_execution_exception")));
  await using server = startFaultServer(...Array.from({ length: 20 }, () => all));
  const items = Array.from({ length: 5 }, (_, number) => bulkItem("delete", `id${number}`));
  const error = await assertRejects(() => write(server, items), RequestError);
  assertEquals(error.kind, "unavailable");
  assertStringIncludes(error.message, "5 of 5 operations");
  assertStringIncludes(error.message, "es_rejected_execution_exception");
  assertEquals(server.seen.length, 8);
});

Deno.test("write() rejects what stays refused while others are taken", async () => {
  let server: FaultServer | undefined = undefined;
  const some = refuseSome(() => server!, (id) => id === "id3");
  server = startFaultServer(...Array.from({ length: 20 }, () => some));
  await using _ = server;
  const { tally } = await write(server, documents(5));
  assertEquals(tally.acknowledged, 4);
  assertEquals(tally.rejected.map(({ position, status }) => [position, status]), [[3, 429]]);
});

Deno.test("write() reports the position of what is refused for good, over batches", async () => {
  await using server = startFaultServer();
  const items = documents(12).map((item, number) =>
    number % 5 === 2 ? bulkItem("index", item.id, '{"reject":true}') : item
  );
  const { tally } = await write(server, items, { maxCount: 4 });
  assertEquals(tally.acknowledged, 10);
  assertEquals(tally.rejected.map(({ position }) => position).toSorted((a, b) => a - b), [2, 7]);
  assertEquals(tally.rejected[0]?.type, "document_parsing_exception");
});

Deno.test("write() repeats a request whose answer was cut after it was received", async () => {
  await using server: FaultServer = startFaultServer(cutAfter(() => server.store));
  const items = [...documents(3), bulkItem("create", "new", "{}"), bulkItem("delete", "id9")];
  const { tally } = await write(server, items);
  assertEquals(tally.acknowledged, 3);
  assertEquals(tally.skipped, [{ position: 3, why: "there" }, { position: 4, why: "gone" }]);
  assertEquals(server.seen.length, 2);
  assertEquals(server.store.size, 4);
});

Deno.test("write() believes no answer that does not match its operations", async () => {
  await using server = startFaultServer(
    () => answer([{ index: { _id: "id0", status: 201 } }]),
    () => answer([1, 2, 3].map((id) => ({ index: { _id: `other${id}`, status: 201 } }))),
    () => answer([]),
    () => Response.json({}, { headers: { "x-elastic-product": "Elasticsearch" } }),
  );
  const { tally } = await write(server, documents(3));
  assertEquals(tally.acknowledged, 3);
  assertEquals(server.seen.length, 5);
  assertEquals(server.store.size, 3);
});

Deno.test("write() stops at once, and tells why, when it may not write", async () => {
  const forbidden: Fault = ({ body }) =>
    answer(itemsOf(body).map((item) => refusal(item, 403, "security_exception")));
  await using server = startFaultServer(forbidden);
  const error = await assertRejects(
    () => write(server, documents(10), { maxCount: 2, concurrency: 1 }),
    RequestError,
  );
  assertEquals(error.kind, "unauthorised");
  assertStringIncludes(error.message, "security_exception");
  assertEquals(server.seen.length, 1);
});

Deno.test("write() names the command to run when the index is missing", async () => {
  const missing: Fault = ({ body }) =>
    answer(itemsOf(body).map((item) => refusal(item, 404, "index_not_found_exception")));
  await using server = startFaultServer(missing);
  const error = await assertRejects(() => write(server, documents(2)), RequestError);
  assertEquals(error.kind, "missing");
  assertStringIncludes(error.message, "ti-misp install-assets");
});

Deno.test("write() counts conditional operations that came too late", async () => {
  const conflict: Fault = ({ body }) =>
    answer(itemsOf(body).map((item) => refusal(item, 409, "version_conflict_engine_exception")));
  await using server = startFaultServer(conflict);
  const onlyIf = { seqNo: 7, primaryTerm: 1 };
  const { tally } = await write(server, [bulkItem("delete", "id0", undefined, { onlyIf })]);
  assertEquals(tally.skipped, [{ position: 0, why: "changed" }]);
  assertStringIncludes(server.seen[0]!.body, '"if_seq_no":7,"if_primary_term":1');
});

Deno.test("write() finishes what it was given when the run is interrupted", async () => {
  const context = testContext();
  const interrupting: Fault = ({ body }) => {
    context.controller.abort(new Error("stop"));
    return answer(itemsOf(body).map((item) => applyItem(server.store, item)));
  };
  const server = startFaultServer(interrupting);
  await using _ = server;
  const { tally } = await write(server, documents(6), { maxCount: 2, concurrency: 1 }, context);
  assertEquals(tally.acknowledged, 6);
  assertEquals(server.store.size, 6);
});

Deno.test("write() accounts for every operation under any mix of faults", async () => {
  const kinds = ["fine", "429", "some429", "503", "502", "cut", "short"] as const;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...kinds), { maxLength: 7 }),
      fc.integer({ min: 1, max: 40 }),
      async (plan, count) => {
        const server = startFaultServer(...plan.map((kind): Fault => {
          if (kind === "429") return () => new Response("", { status: 429 });
          if (kind === "503" || kind === "502") {
            return () => new Response("<html>", { status: Number(kind) });
          }
          if (kind === "cut") return cutAfter(() => server.store);
          if (kind === "short") return () => answer([]);
          const refused = kind === "some429" ? (id: string) => id.endsWith("3") : () => false;
          return refuseSome(() => server, refused);
        }));
        await using _ = server;
        const { tally } = await write(server, documents(count), { maxCount: 9 });
        assertEquals(tally.acknowledged, count);
        assertEquals(server.store.size, count);
      },
    ),
    { numRuns: 30 },
  );
});
