import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { RequestError } from "../../lib/errors.ts";
import { groupsOf } from "../../lib/misp/elements.ts";
import { BufferPool } from "../../lib/misp/group_buffer.ts";
import { RawRows } from "../../lib/misp/raw_rows.ts";
import { headOf } from "../../lib/misp/row_head.ts";
import { pieces } from "./pieces.ts";

interface Row {
  readonly id: string | number;
  readonly event_id: string | number;
  readonly object_id: string | number;
  readonly uuid: string;
}

function row(id: number, event: number, object = 0): Row {
  return { id: `${id}`, event_id: `${event}`, object_id: `${object}`, uuid: uuidOf(id) };
}

async function rawRows(text: string, asked: readonly string[], size = 50): Promise<RawRows> {
  const pool = new BufferPool();
  const rows = new RawRows(asked, pool);
  for await (const group of groupsOf(pieces(text, size), pool, 200)) rows.add(group);
  return rows;
}

const uuidOf = (id: number) => `00000000-0000-4000-8000-${String(id).padStart(12, "0")}`;

const uuids = (rows: readonly { readonly uuid: string }[]) => rows.map(({ uuid }) => uuid);

Deno.test("RawRows gives each event its rows, however they are mixed and cut", async () => {
  const given = fc.array(fc.record({ event: fc.nat(4), object: fc.nat(3) }));
  await fc.assert(fc.asyncProperty(given, fc.integer({ min: 1, max: 300 }), async (made, size) => {
    const all = made.map(({ event, object }, at) => row(at + 1, event, object));
    const rows = await rawRows(JSON.stringify(all), ["0", "1", "2", "3", "4"], size);
    assertEquals(rows.size, all.length);
    for (const event of ["0", "1", "2", "3", "4"]) {
      const expected = all.filter((each) => each.event_id === event);
      assertEquals(uuids(rows.ofEvent(event)), uuids(expected));
      assertEquals(rows.count(event), expected.length);
      assertEquals(rows.withObjects.has(event), expected.some((each) => each.object_id !== "0"));
    }
    assertEquals(uuids([...rows.inOrder()].flat()), uuids(all));
  }));
});

Deno.test("RawRows reads rows that do not begin as MISP's own", async () => {
  const { id, event_id, object_id, uuid } = row(1, 7, 3);
  const rows = [
    { uuid, object_id, event_id, id },
    { ...row(2, 7), id: 2, event_id: 7, object_id: 0 },
    { id: "3", event_id: "7", uuid: uuidOf(3) },
  ];
  const spaced = JSON.stringify(rows, undefined, 2);
  assertEquals(uuids((await rawRows(spaced, ["7"])).ofEvent("7")), [1, 2, 3].map(uuidOf));
});

const REFUSED = {
  "a row of an event that was not asked for": [row(1, 8)],
  "a row twice": [row(1, 7), row(1, 7)],
  "a row twice, apart": [row(1, 7), row(2, 7), row(1, 7)],
  "two rows of one uuid, under ids that rise": [row(1, 7), { ...row(2, 7), uuid: uuidOf(1) }],
  "a row without an id": [{ ...row(1, 7), id: "0" }],
  "a row that says two things of its event": JSON.stringify([row(1, 7)])
    .replace("}", ',"event_id":"8"}'),
  "a row that is no JSON": JSON.stringify([row(1, 7)]).replace("}", ",}"),
};

for (const [what, given] of Object.entries(REFUSED)) {
  Deno.test(`RawRows refuses ${what}`, async () => {
    const text = typeof given === "string" ? given : JSON.stringify(given);
    let rows: RawRows | undefined;
    const error = await rawRows(text, ["7"]).then((made) => void (rows = made), (error) => error);
    if (rows === undefined) assertEquals(error instanceof RequestError, true);
    else assertThrows(() => rows?.ofEvent("7"), RequestError);
  });
}

Deno.test("headOf() tells nothing of a row that is cut", () => {
  const bytes = new TextEncoder().encode('{"id":"1","event_id":"2","object_id":"3"}');
  const whole = headOf(bytes, 0, bytes.length);
  assertEquals(whole, { eventId: "2", inObject: true });
  for (let end = 0; end < bytes.length - 2; end++) assertEquals(headOf(bytes, 0, end), undefined);
});
