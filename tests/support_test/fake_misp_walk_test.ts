import { assertEquals } from "@std/assert";
import type { MispModel } from "../support/fake_misp/model.ts";
import { FakeMisp } from "../support/fake_misp/server.ts";
import { ManualClock } from "../support/fake_misp/clock.ts";
import { search } from "./ask.ts";

const ROWS = 50;
const LIMIT = 10;

interface Case {
  readonly name: string;
  readonly body: Record<string, unknown>;
  /** What happens to three rows that were read, after the first page. */
  readonly change: (model: MispModel, id: number) => void;
  readonly missed: number;
  readonly doubled: number;
}

const edit = (model: MispModel, id: number) => void model.editAttribute(id);
const softDelete = (model: MispModel, id: number) => void model.softDeleteAttribute(id);
const hardDelete = (model: MispModel, id: number) => model.hardDeleteAttribute(id);

/** The table of walks that were measured on MISP 2.5.1. */
const CASES: readonly Case[] = [
  {
    name: "no order and a timestamp filter misses edited rows' neighbours",
    body: { timestamp: "30d" },
    change: edit,
    missed: 3,
    doubled: 3,
  },
  {
    name: "order by timestamp misses them too",
    body: { timestamp: "30d", order: "Attribute.timestamp asc, Attribute.id asc" },
    change: edit,
    missed: 3,
    doubled: 3,
  },
  {
    name: "order by id misses none after edits",
    body: { order: "Attribute.id asc" },
    change: edit,
    missed: 0,
    doubled: 0,
  },
  {
    name: "order by id misses live rows after soft deletes",
    body: { order: "Attribute.id asc" },
    change: softDelete,
    missed: 3,
    doubled: 0,
  },
  {
    name: "order by id with deleted rows misses none after soft deletes",
    body: { order: "Attribute.id asc", deleted: [0, 1] },
    change: softDelete,
    missed: 0,
    doubled: 0,
  },
  {
    name: "order by id with deleted rows misses live rows after hard deletes",
    body: { order: "Attribute.id asc", deleted: [0, 1] },
    change: hardDelete,
    missed: 3,
    doubled: 0,
  },
  {
    name: "a published filter ends the walk when one edit unpublishes the event",
    body: { order: "Attribute.id asc", published: 1 },
    change: edit,
    missed: ROWS - LIMIT,
    doubled: 0,
  },
];

async function walk(misp: FakeMisp, body: Case["body"], change: Case["change"]): Promise<number[]> {
  const seen: number[] = [];
  for (let page = 1;; page++) {
    const { rows } = await search(misp, { ...body, limit: LIMIT, page });
    if (rows.length === 0) return seen;
    seen.push(...rows.map((row) => Number(row["id"])));
    if (page === 1) [1, 2, 3].forEach((id) => change(misp.model, id));
  }
}

for (const { name, body, change, missed, doubled } of CASES) {
  Deno.test(`attributes/restSearch walked with ${name}`, async () => {
    const clock = new ManualClock();
    await using misp = await FakeMisp.start({ clock });
    const start = clock.now();
    const attributes = Array.from({ length: ROWS }, (_, index) => ({
      type: "ip-dst",
      value: `192.0.2.${index}`,
      timestamp: start - 1000 + index,
    }));
    misp.model.addEvent({ published: true, attributes });
    const seen = await walk(misp, body, (model, id) => {
      clock.advance(1);
      change(model, id);
    });
    const unread = Array.from({ length: ROWS }, (_, index) => index + 1).filter((id) =>
      !seen.includes(id)
    );
    assertEquals([unread.length, seen.length - new Set(seen).size], [missed, doubled]);
  });
}
