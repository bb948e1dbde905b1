import { assert, assertEquals, assertRejects } from "@std/assert";
import { Tally } from "../../lib/sync/tally.ts";
import type { Operation } from "../../lib/sync/types.ts";
import { Writes } from "../../lib/sync/writes.ts";

/** Keeps the lines of what is written, each write for itself. */
class Pages {
  readonly writes: string[][] = [];
  underWay = 0;
  most = 0;

  async write(operations: readonly Operation[]) {
    this.most = Math.max(this.most, ++this.underWay);
    await new Promise((resolve) => setTimeout(resolve));
    this.writes.push(operations.map((each) => "line" in each ? each.line : each.action));
    this.underWay--;
    return { acknowledged: operations.length, rejected: [], skipped: [] };
  }

  get lines(): string[] {
    return this.writes.flat().toSorted();
  }
}

async function written(lines: readonly string[]): Promise<{ pages: Pages; tally: Tally }> {
  const pages = new Pages();
  const tally = new Tally();
  const writes = new Writes(pages, tally, () => {});
  for (const [at, line] of lines.entries()) {
    const middle = line.length >> 1;
    const parts = [new TextEncoder().encode(line.slice(0, middle)), line.slice(middle)];
    writes.addDocument("created", { action: "index", id: `${at}`, event: "e" }, parts);
    await writes.relieve();
  }
  await writes.flush();
  assertEquals([tally.sent.created, tally.acknowledged.created], [lines.length, lines.length]);
  return { pages, tally };
}

Deno.test("Writes writes every document as it was given, whatever fits into a buffer", async () => {
  const lines = Array.from({ length: 3000 }, (_, at) => `${at} ${"ü漢".repeat(at % 700)}`);
  const { pages } = await written(lines);
  assertEquals(pages.lines, lines.toSorted());
  assert(pages.writes.length > 1);
});

Deno.test("Writes writes documents that are larger than a buffer", async () => {
  const lines = ["small", "x".repeat(3_000_000), "ü".repeat(900_000), "small too"];
  const { pages } = await written(lines);
  assertEquals(pages.lines, lines.toSorted());
  assert(pages.writes.every((lines) => lines.filter(({ length }) => length > 1e6).length <= 1));
});

Deno.test("Writes begins no more writes than it may, and waits for the others", async () => {
  const { pages } = await written(Array.from({ length: 100 }, () => "x".repeat(300_000)));
  assert(pages.most <= 3, `${pages.most} at a time`);
});

Deno.test("Writes sends operations without a document, too", async () => {
  const pages = new Pages();
  const writes = new Writes(pages, new Tally(), () => {});
  for (let at = 0; at < 4500; at++) {
    writes.add("deleted", { action: "delete", id: `${at}`, event: "e" });
    await writes.relieve();
  }
  await writes.flush();
  assertEquals(pages.writes.map(({ length }) => length), [2000, 2000, 500]);
});

Deno.test("Writes tells that a write failed, and stops there", async () => {
  const target = { write: () => Promise.reject(new Error("no room")) };
  const writes = new Writes(target, new Tally(), () => {});
  writes.add("deleted", { action: "delete", id: "a", event: "e" });
  await assertRejects(() => writes.flush(), Error, "no room");
});

Deno.test("Writes names the events of which a delete was skipped, for the next run to look at", async () => {
  const target = {
    write: (operations: readonly Operation[]) =>
      Promise.resolve({ acknowledged: 0, rejected: [], skipped: operations }),
  };
  const named: string[] = [];
  const writes = new Writes(target, new Tally(), (event) => named.push(event));
  writes.add("deleted", { action: "delete", id: "a", event: "one" });
  writes.addDocument("created", { action: "create", id: "b", event: "two" }, ["{", "}"]);
  await writes.flush();
  assertEquals(named, ["one"]);
});
