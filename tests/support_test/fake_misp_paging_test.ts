import { assertEquals } from "@std/assert";
import type { MispModel } from "../support/fake_misp/model.ts";
import { FakeMisp } from "../support/fake_misp/server.ts";
import { addWarninglist } from "../support/fake_misp/administration.ts";
import { ask, joined, search } from "./ask.ts";

const ROWS = 27;

function fill(model: MispModel): void {
  const attributes = Array.from(
    { length: ROWS },
    (_, index) => ({ type: "ip-dst", value: `192.0.2.${index}` }),
  );
  model.addEvent({ published: true, attributes });
}

/** The table of MISP 2.5.1's pages, with 27 rows for its 2,732. */
const PAGES: readonly (readonly [body: Record<string, unknown>, rows: number, count: string])[] = [
  [{ limit: 10, page: 1 }, 10, "11"],
  [{ limit: 10, page: 2 }, 10, "11"],
  [{ limit: 10, page: 3 }, 7, "7"],
  [{ limit: 10, page: 4 }, 0, "1"],
  [{ limit: 10, page: 99 }, 0, "1"],
  [{ limit: ROWS, page: 1 }, ROWS, "28"],
  [{ limit: ROWS, page: 2 }, 0, "1"],
  [{ page: 2 }, ROWS, "27"],
  [{}, ROWS, "27"],
  [{ limit: 0 }, ROWS, "27"],
  [{ limit: -1 }, ROWS, "28"],
  [{ limit: "2", page: "1" }, 2, "3"],
  [{ limit: 2, page: 0 }, 2, "3"],
  [{ limit: 2, page: -1 }, 2, "3"],
  [{ value: "192.0.2.200" }, 0, "0"],
  [{ value: "192.0.2.200", limit: 10, page: 1 }, 0, "1"],
];

for (const [body, rows, count] of PAGES) {
  Deno.test(`attributes/restSearch with ${JSON.stringify(body)} gives ${rows} rows, count ${count}`, async () => {
    await using misp = await FakeMisp.start();
    fill(misp.model);
    const found = await search(misp, body);
    assertEquals([found.rows.length, found.count, found.skipped], [rows, count, "0"]);
  });
}

for (const body of [{ limit: "abc" }, { limit: 2, page: "abc" }]) {
  Deno.test(`attributes/restSearch with ${JSON.stringify(body)} is an internal error`, async () => {
    await using misp = await FakeMisp.start();
    const reply = await ask(misp, "/attributes/restSearch", { body });
    assertEquals([reply.status, reply.message], [500, "An Internal Error Has Occurred."]);
  });
}

Deno.test("attributes/restSearch cuts the page before it drops warninglisted rows", async () => {
  await using misp = await FakeMisp.start();
  fill(misp.model);
  const kept = "192.0.2.3";
  const values = misp.model.attributes.map((row) => row.value).filter((value) => value !== kept);
  addWarninglist(misp.model, "Documentation networks", values);
  const pages = [];
  for (const page of [1, 2, 3, 4]) {
    const body = { limit: 10, page, enforceWarninglist: 1, order: "Attribute.id asc" };
    const { rows, count, skipped } = await search(misp, body);
    pages.push([rows.length, skipped, count]);
  }
  assertEquals(pages, [[1, "9", "11"], [0, "10", "11"], [0, "7", "7"], [0, "0", "1"]]);
});

Deno.test("attributes/restSearch without a limit sends rows twice above the memory's bound", async () => {
  await using misp = await FakeMisp.start();
  fill(misp.model);
  misp.site.doublingAbove = 20;
  misp.site.doubledRows = 5;
  const unlimited = await search(misp, {});
  const limited = await search(misp, { limit: 1000 });
  assertEquals([unlimited.rows.length, limited.rows.length], [ROWS + 5, ROWS]);
  assertEquals(new Set(unlimited.rows.map((row) => row["uuid"])).size, ROWS);
});

Deno.test("events/restSearch counts every match on every page and forgives bad numbers", async () => {
  await using misp = await FakeMisp.start();
  for (let n = 0; n < 8; n++) misp.model.addEvent({ published: n % 4 === 0 });
  const found = async (body: Record<string, unknown>) => {
    const reply = await ask(misp, "/events/restSearch", { body });
    return [reply.rows.length, reply.headers.get("x-result-count")];
  };
  assertEquals(await found({ limit: 3, page: 1 }), [3, "8"]);
  assertEquals(await found({ limit: 3, page: 3 }), [2, "8"]);
  assertEquals(await found({ limit: 3, page: 4 }), [0, "8"]);
  assertEquals(await found({ limit: "abc" }), [0, "8"]);
  assertEquals(await found({ limit: 3, page: "abc" }), [3, "8"]);
  assertEquals(await found({ published: false }), [6, "8"]);
  assertEquals(await found({ published: 0 }), [6, "6"]);
});

Deno.test("events/index gives the total on every page and an empty list beyond the end", async () => {
  await using misp = await FakeMisp.start();
  for (let n = 0; n < 7; n++) misp.model.addEvent({ published: n % 2 === 0 });
  const index = async (body: Record<string, unknown>) => {
    const reply = await ask(misp, "/events/index", { body });
    return [
      joined(reply.rows, "id"),
      reply.headers.get("x-result-count"),
    ];
  };
  assertEquals(await index({ limit: 5, page: 1, sort: "id", direction: "asc" }), [
    "1,2,3,4,5",
    "7",
  ]);
  assertEquals(await index({ limit: 5, page: 2, sort: "id", direction: "desc" }), ["2,1", "7"]);
  assertEquals(await index({ limit: 5, page: 99 }), ["", "7"]);
  assertEquals(await index({ minimal: 1, published: 1 }), ["1,3,5,7", "4"]);
  assertEquals(await index({}), ["1,2,3,4,5,6,7", "7"]);
});
