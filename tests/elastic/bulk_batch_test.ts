import { assertEquals, assertStrictEquals } from "@std/assert";
import {
  batchesOf,
  BodyBuffers,
  type BulkItem,
  bulkItem,
  documentItem,
  encodeBatch,
} from "../../lib/elastic/bulk_batch.ts";
import { BufferedDocument, LineBuffer } from "../../lib/sync/line_buffer.ts";
import { actionLine } from "../../lib/sync/operation.ts";

const decoder = new TextDecoder();
const WIDE = { maxBytes: 1e6, maxCount: 1000 };

/** Documents that stand one behind the other. */
function buffered(ids: readonly string[]): BufferedDocument[] {
  const lines = new LineBuffer();
  return ids.map((id) => {
    const key = { action: "index", id, event: "e" } as const;
    const { bytes: buffer, end: start } = lines;
    lines.add(actionLine("index", id), [new TextEncoder().encode(`{"id":`), `"ü${id}"}`]);
    return new BufferedDocument(key, { buffer, start, end: lines.end });
  });
}

function bodies(items: readonly BulkItem[], limits = WIDE): Uint8Array[] {
  return Array.from(batchesOf(items, limits), (batch) => encodeBatch(batch));
}

function lineOf(id: string): string {
  return `{"index":{"_id":"${id}"}}\n{"id":"ü${id}"}\n`;
}

Deno.test("encodeBatch() sends documents that stand one behind the other as they stand", () => {
  const documents = buffered(["a", "b", "c"]);
  const [body = new Uint8Array()] = bodies(documents.map(documentItem));
  assertEquals(decoder.decode(body), ["a", "b", "c"].map(lineOf).join(""));
  assertStrictEquals(body.buffer, documents[0]?.place.buffer.buffer);
});

Deno.test("encodeBatch() gathers what does not stand together, or not yet anywhere", () => {
  const [a, b, c] = buffered(["a", "b", "c"]).map(documentItem);
  const [other] = buffered(["d"]).map(documentItem);
  const removal = bulkItem("delete", "x");
  const items = [a, c, removal, other, b].filter((item) => item !== undefined);
  const removed = `{"delete":{"_id":"x"}}\n`;
  assertEquals(
    bodies(items).map((body) => decoder.decode(body)),
    [[lineOf("a"), lineOf("c"), removed, lineOf("d"), lineOf("b")].join("")],
  );
});

Deno.test("batchesOf() divides documents that stand together, too", () => {
  const items = buffered(["a", "b", "c"]).map(documentItem);
  const size = new TextEncoder().encode(lineOf("a")).length;
  assertEquals(
    bodies(items, { ...WIDE, maxBytes: 2 * size }).map((body) => decoder.decode(body)),
    [lineOf("a") + lineOf("b"), lineOf("c")],
  );
});

Deno.test("documentItem() does not read the line of a document that stands somewhere", () => {
  const [document] = buffered(["a"]);
  if (document === undefined) throw new Error("There is no document");
  assertStrictEquals<unknown>(documentItem(document), document);
  assertEquals(document.line, '{"id":"üa"}');
});

Deno.test("BodyBuffers never gives out what was not taken from it", () => {
  const buffers = new BodyBuffers();
  buffers.giveBack(new Uint8Array(100));
  const taken = buffers.take(10);
  assertEquals(taken.buffer.byteLength, 10);
  buffers.giveBack(taken);
  assertStrictEquals(buffers.take(5).buffer, taken.buffer);
});
