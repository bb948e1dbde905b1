import { assertEquals } from "@std/assert";
import { BULK_DEFAULTS, type BulkSettings, createBulkWriter } from "../../../lib/elastic/bulk.ts";
import { type BulkItem, bulkItem } from "../../../lib/elastic/bulk_batch.ts";
import { connectElastic } from "../../../lib/elastic/client.ts";
import { testContext, testSettings } from "./context.ts";
import type { Fault, FaultServer } from "./fault_server.ts";
import { answer, applyItem, itemsOf, refusal } from "./memory_bulk.ts";

export const INDEX = "some-index";

export function documents(count: number, more: object = {}): readonly BulkItem[] {
  return Array.from(
    { length: count },
    (_, number) => bulkItem("index", `id${number}`, JSON.stringify({ number, ...more })),
  );
}

/** A writer in front of `server`, whose pauses take no time. */
export async function write(
  server: FaultServer,
  items: readonly BulkItem[],
  settings: Partial<BulkSettings> = {},
  context = testContext(),
) {
  await using client = await connectElastic(testSettings(server.url), context);
  const writer = createBulkWriter(client, context, { ...BULK_DEFAULTS, ...settings });
  const tally = await writer.write(INDEX, items);
  assertEquals(tally.acknowledged + tally.skipped.length + tally.rejected.length, items.length);
  return { tally, context };
}

/** Refuses some of the operations with 429 and stores the others. */
export function refuseSome(server: () => FaultServer, refused: (id: string) => boolean): Fault {
  return ({ body }) =>
    answer(
      itemsOf(body).map((item) =>
        refused(item.id)
          ? refusal(item, 429, "es_rejected_execution_exception")
          : applyItem(server().store, item)
      ),
    );
}
