import { assertEquals } from "@std/assert";
import type { MispObject } from "../../lib/ecs/misp.ts";
import { joinRows, MEMBERS_AT_MOST } from "../../lib/misp/members.ts";
import { type AttributeRow, attributeRow } from "../../lib/misp/rows.ts";

let rows = 0;

function row(object: string, more: object = {}): AttributeRow {
  const id = String(++rows);
  const uuid = `00000000-0000-4000-8000-${id.padStart(12, "0")}`;
  return attributeRow({ id, event_id: "1", object_id: object, uuid, ...more });
}

const OBJECTS: ReadonlyMap<string, MispObject> = new Map([
  ["7", { id: "7", name: "file" }],
  ["8", { id: "8", name: "url", deleted: true }],
]);

const members = (object: MispObject | undefined) => object?.Attribute;

Deno.test("joinRows() gives the rows that stand alone, then each object's, which see each other", () => {
  const given = [row("0"), row("7"), row("0"), row("8"), row("7")];
  const [first, member, last, other, also] = given;
  const joined = joinRows(given, OBJECTS);
  const order = [first, last, member, also, other];
  assertEquals(joined.map(({ uuid }) => uuid), order.map((each) => each?.uuid));
  assertEquals(joined.map(({ object }) => object?.name), [
    undefined,
    undefined,
    "file",
    "file",
    "url",
  ]);
  assertEquals(members(joined[2]?.object), [member?.attribute, also?.attribute]);
});

Deno.test("joinRows() takes the members of a deleted object for deleted", () => {
  const joined = joinRows([row("0"), row("7"), row("8"), row("7", { deleted: true })], OBJECTS);
  assertEquals(joined.map(({ deleted }) => deleted), [false, false, true, true]);
});

Deno.test("joinRows() goes by what a row tells of an object that is not known", () => {
  const [named, bare] = joinRows(
    [row("9", { Object: { id: "9", name: "own" } }), row("10")],
    OBJECTS,
  );
  assertEquals([named?.object?.name, bare?.object?.id], ["own", "10"]);
});

Deno.test("joinRows() repeats no object whose members are too many, or are said to be", () => {
  const some = (count: number) => Array.from({ length: count }, () => row("7"));
  const counts = (given: AttributeRow[], crowded?: string) =>
    joinRows(given, OBJECTS, crowded).map(({ object }) => members(object));
  const [few = []] = counts(some(MEMBERS_AT_MOST));
  assertEquals(Array.isArray(few) && few.length, MEMBERS_AT_MOST);
  assertEquals(new Set(counts(some(MEMBERS_AT_MOST + 1))), new Set([undefined]));
  assertEquals(counts(some(2), "7"), [undefined, undefined]);
});
