import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import {
  firstOf,
  html,
  onPath,
  onRequest,
  reset,
  resetMidBody,
  slow,
  stall,
  stallMidBody,
  status,
  times,
  truncatedAt,
} from "../support/fake_misp/faults.ts";
import {
  alienRow,
  duplicateRows,
  foreignRows,
  wrongType,
} from "../support/fake_misp/row_faults.ts";
import type { Fault } from "../support/fake_misp/fault.ts";
import { FakeMisp } from "../support/fake_misp/server.ts";
import { ask, search, usualHeaders } from "./ask.ts";

const SEARCH = "/attributes/restSearch";

async function startWith(fault?: Fault): Promise<FakeMisp> {
  const misp = await FakeMisp.start(fault === undefined ? {} : { fault });
  const attributes = ["1", "2", "3"].map((value) => ({ type: "text", value }));
  misp.model.addEvent({ attributes });
  return misp;
}

Deno.test("status() and html() answer in place of the route", async () => {
  const busy = status(429, { message: "later" }, { "Retry-After": "2" });
  await using misp = await startWith(firstOf(onRequest(1, busy), onRequest(2, html())));
  const first = await ask(misp, SEARCH, { body: {} });
  assertEquals([first.status, first.message, first.headers.get("retry-after")], [
    429,
    "later",
    "2",
  ]);
  const second = await ask(misp, SEARCH, { body: {} });
  assertEquals([second.status, second.headers.get("content-type")], [502, "text/html"]);
  assertEquals((await search(misp, {})).rows.length, 3);
  assertEquals(misp.requests.entries.map((entry) => entry.status), [429, 502, 200]);
});

Deno.test("times() stops after its count and onPath() leaves other paths alone", async () => {
  await using misp = await startWith(onPath(SEARCH, times(2, status(503))));
  const paths = ["/servers/getVersion", SEARCH, SEARCH, SEARCH];
  const codes = [];
  for (const path of paths) {
    codes.push((await ask(misp, path, path === SEARCH ? { body: {} } : {})).status);
  }
  assertEquals(codes, [200, 503, 503, 200]);
});

Deno.test("reset() closes the connection before any answer", async () => {
  await using misp = await startWith(times(2, reset()));
  await assertRejects(() => ask(misp, SEARCH, { body: {} }), TypeError);
  assertEquals((await search(misp, {})).rows.length, 3);
  assertEquals(misp.requests.entries.map((entry) => entry.status), [0, 0, 200]);
});

Deno.test("truncatedAt() ends the text early though the answer is complete", async () => {
  await using misp = await startWith(truncatedAt(120));
  const response = await fetch(misp.url + SEARCH, { method: "POST", headers: usualHeaders(misp) });
  const text = await response.text();
  assertEquals([response.status, text.length], [200, 120]);
  assertThrows(() => JSON.parse(text), SyntaxError);
});

for (const pieces of [false, true]) {
  Deno.test(`resetMidBody() fails the body after its first bytes, with pieces: ${pieces}`, async () => {
    await using misp = await FakeMisp.start({ pieces, fault: resetMidBody(20) });
    const response = await fetch(misp.url + SEARCH, {
      method: "POST",
      headers: usualHeaders(misp),
    });
    assertEquals(response.status, 200);
    await assertRejects(() => response.text(), TypeError);
  });
}

Deno.test("stall() and stallMidBody() hold until the client gives up", async () => {
  await using misp = await startWith(
    firstOf(onRequest(1, stall()), onRequest(2, stallMidBody(60))),
  );
  const giveUp = new AbortController();
  const options = { method: "POST", headers: usualHeaders(misp), body: "{}" };
  const first = fetch(misp.url + SEARCH, { ...options, signal: giveUp.signal });
  await misp.requests.arrived(1);
  giveUp.abort();
  await assertRejects(() => first, DOMException);
  const later = new AbortController();
  const response = await fetch(misp.url + SEARCH, { ...options, signal: later.signal });
  assert(response.body !== null);
  const reader = response.body.getReader();
  assertEquals((await reader.read()).value?.length, 60);
  const second = reader.read();
  later.abort();
  await assertRejects(() => second, DOMException);
});

Deno.test("FakeMisp.close() ends what a fault holds", async () => {
  const misp = await startWith(stall());
  const held = ask(misp, SEARCH, { body: {} });
  const failed = assertRejects(() => held, TypeError);
  await misp.requests.arrived(1);
  await misp.close();
  await failed;
});

Deno.test("slow() gives the right answer", async () => {
  await using misp = await startWith(slow(1));
  assertEquals((await search(misp, {})).rows.length, 3);
});

Deno.test("duplicateRows(), foreignRows(), wrongType() and alienRow() rewrite the rows", async () => {
  await using misp = await startWith();
  const ids = async (fault: Fault) => {
    misp.fault = fault;
    return (await search(misp, {})).rows.map((row) => row?.["id"]);
  };
  assertEquals(await ids(duplicateRows()), ["1", "1", "2", "2", "3", "3"]);
  assertEquals(await ids(foreignRows()), ["1", "2", "3", "999999"]);
  assertEquals(await ids(wrongType("id", 1)), [1, "2", "3"]);
  assertEquals(await ids(wrongType("id", undefined, 2)), ["1", "2", undefined]);
  assertEquals(await ids(alienRow(null)), [undefined, "1", "2", "3"]);
});

Deno.test("a fault may change the model in the middle of a walk", async () => {
  await using misp = await startWith();
  misp.fault = (_request, n) => {
    if (n === 2) misp.model.hardDeleteAttribute(1);
    return undefined;
  };
  const first = await search(misp, { limit: 2, page: 1, order: "id" });
  const second = await search(misp, { limit: 2, page: 2, order: "id" });
  assertEquals([first, second].map(({ rows }) => rows.map((row) => row["id"])), [["1", "2"], []]);
});
