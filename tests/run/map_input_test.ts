import { assertEquals, assertThrows } from "@std/assert";
import { type Found, recognise, ShapeError } from "../../lib/run/map_input.ts";
import { formatPath } from "../../lib/run/map_locate.ts";
import { ATTRIBUTES, CONTEXT, EVENT, FLAT, OBJECT } from "./map_lab.ts";

function found(value: unknown): Found {
  const found: Found = { rows: [], eventsWithoutAttributes: 0 };
  recognise(value, found);
  return found;
}

/** Uuids of attribute, object and event of each row. */
function uuidsIn(value: unknown): unknown[] {
  return found(value).rows.map(({ attribute, object, event }) => {
    const own = attribute.Object;
    const inside = typeof own === "object" && own !== null && "uuid" in own ? own.uuid : undefined;
    return [attribute.uuid, object?.uuid ?? inside, event.uuid];
  });
}

const EXPECTED = [
  ...ATTRIBUTES.map(({ uuid }) => [uuid, undefined, CONTEXT.uuid]),
  ...OBJECT.Attribute.map(({ uuid }) => [uuid, OBJECT.uuid, CONTEXT.uuid]),
];
const IN_OBJECT = EXPECTED.slice(ATTRIBUTES.length);

const ALL: Readonly<Record<string, unknown>> = {
  "the answer of an event search": { response: [{ Event: EVENT }] },
  "the answer of an attribute search": { response: { Attribute: FLAT } },
  "a list of attributes by the key of the answer": { Attribute: FLAT },
  "an event, wrapped": { Event: EVENT },
  "an event, bare": EVENT,
  "an event as a message of MISP": { Event: EVENT, action: "publish" },
  "a list of events, wrapped": [{ Event: EVENT }],
  "a list of events, bare": [EVENT],
  "an event by the key of the answer": { response: { Event: [EVENT] } },
  "a list of attributes, bare": FLAT,
  "a list of attributes, wrapped": FLAT.map((each) => ({ Attribute: each })),
  "a list of attributes, each beside its event and object": FLAT.map((each) => {
    const { Event, ...attribute } = each;
    return "Object" in each
      ? { Attribute: { ...attribute, Object: undefined }, Event, Object: each.Object }
      : { Attribute: attribute, Event };
  }),
  "an event beside its lists": { Event: CONTEXT, Attribute: ATTRIBUTES, Object: [OBJECT] },
  "a list of answers": [
    { response: { Attribute: FLAT.slice(0, 2) } },
    { response: { Attribute: FLAT.slice(2) } },
  ],
};

for (const [name, value] of Object.entries(ALL)) {
  Deno.test(`recognise() takes ${name}`, () => assertEquals(uuidsIn(value), EXPECTED));
}

const OBJECTS: Readonly<Record<string, unknown>> = {
  "the answer of an object search": { response: [{ Object: { ...OBJECT, Event: CONTEXT } }] },
  "an object, bare": { ...OBJECT, Event: CONTEXT },
  "an object beside its event": { Object: OBJECT, Event: CONTEXT },
};

for (const [name, value] of Object.entries(OBJECTS)) {
  Deno.test(`recognise() takes ${name}`, () => assertEquals(uuidsIn(value), IN_OBJECT));
}

const NOTHING: Readonly<Record<string, unknown>> = {
  "an empty answer": { response: [] },
  "an empty answer of an attribute search": { response: { Attribute: [] } },
  "an empty list": [],
  "an answer of an attribute search by null": { Attribute: [], Object: null },
};

for (const [name, value] of Object.entries(NOTHING)) {
  Deno.test(`recognise() takes ${name} for no attributes`, () => {
    assertEquals(found(value), { rows: [], eventsWithoutAttributes: 0 });
  });
}

Deno.test("recognise() counts events that come without their attributes", () => {
  const minimal = { id: "7", uuid: CONTEXT.uuid, timestamp: "1", sighting_timestamp: "0" };
  const { Tag, ...row } = CONTEXT;
  const index = [{ ...row, EventTag: [{ Tag }] }, minimal, { Event: { id: "7" } }];
  assertEquals(found(index), { rows: [], eventsWithoutAttributes: 3 });
});

Deno.test("recognise() names the event of an attribute that knows only its ids", () => {
  const [row] = found({ ...ATTRIBUTES[0], event_uuid: CONTEXT.uuid }).rows;
  assertEquals(row?.event, { id: "7", uuid: CONTEXT.uuid });
});

Deno.test("recognise() tells deleted attributes, by their object too", () => {
  const deleted = (value: unknown) => found(value).rows.map((row) => row.deleted);
  const [first, second] = ATTRIBUTES;
  assertEquals(deleted([{ ...first, deleted: "1" }, second]), [true, false]);
  const object = { ...OBJECT, deleted: true };
  assertEquals(deleted({ ...EVENT, Object: [object] }), [false, false, false, true, true]);
  assertEquals(deleted([{ ...first, Object: object }]), [true]);
});

Deno.test("recognise() takes an attribute with a blank value, and one with a number", () => {
  const rows = ["", null, 8080, false].map((value) => ({ type: "port", value }));
  assertEquals(found(rows).rows.map(({ attribute }) => attribute.value), ["", null, 8080, false]);
});

const REFUSED: readonly (readonly [value: unknown, path: string, message: string])[] = [
  [{ foo: 1 }, ".", 'found a JSON object with "foo"'],
  [{}, ".", "found an empty JSON object"],
  [42, ".", "found the number 42"],
  [null, ".", "found null"],
  [[null], ".[0]", "found null"],
  ["<html>", ".", 'found the text "<html>"'],
  [[[ATTRIBUTES]], ".[0]", "found a list"],
  [{ response: 1 }, ".response", "found the number 1"],
  [{ response: {} }, ".response", "found an empty JSON object"],
  [{ response: { response: [] } }, ".response", 'found a JSON object with "response"'],
  [{ response: [{ Sighting: {} }] }, ".response[0]", 'found a JSON object with "Sighting"'],
  [{ Tag: [{ name: "tlp:red" }] }, ".", 'found a JSON object with "Tag"'],
  [
    { name: "Authentication failed.", message: "Authentication failed." },
    ".",
    'found the message "Authentication failed."',
  ],
  [{ [CONTEXT.uuid]: { info: "" } }, ".", "the manifest of a feed"],
  [{ type: "bundle", id: "bundle--1", objects: [] }, ".", '"type", "id", "objects"'],
  [{ Event: 1 }, ".Event", "expected an event, found the number 1"],
  [{ Event: { foo: 1 } }, ".Event", "expected an event"],
  [{ ...EVENT, Attribute: "x" }, ".Attribute", 'expected a list, found the text "x"'],
  [{ ...EVENT, Object: [1] }, ".Object[0]", "expected an object of MISP"],
  [
    { Event: { ...EVENT, Object: [{ ...OBJECT, Attribute: {} }] } },
    ".Event.Object[0].Attribute",
    "expected a list",
  ],
  [
    { Event: { ...EVENT, Attribute: [ATTRIBUTES[0], null] } },
    ".Event.Attribute[1]",
    "expected an attribute",
  ],
  [
    { Event: { ...EVENT, Attribute: [{}] } },
    ".Event.Attribute[0]",
    'an attribute without "type" and "value"',
  ],
  [[ATTRIBUTES[0], { value: "a", to_ids: true }], ".[1]", 'an attribute without "type"'],
  [[{ type: "", value: "a" }], ".[0]", 'an attribute without "type"'],
  [[{ type: "md5", category: "Other" }], ".[0]", 'an attribute without "value"'],
  [[{ type: "md5", value: ["a"] }], ".[0]", "an attribute whose value is a list"],
];

for (const [value, path, message] of REFUSED) {
  Deno.test(`recognise() refuses ${JSON.stringify(value).slice(0, 70)}: ${message}`, () => {
    const error = assertThrows(() => found(value), ShapeError, message);
    assertEquals(formatPath(error.path), path);
  });
}

Deno.test("recognise() is not led astray by names that every JavaScript object has", () => {
  const text = '{"__proto__":{"response":[]},"constructor":1,"toString":2,"hasOwnProperty":3}';
  assertThrows(() => found(JSON.parse(text)), ShapeError, '"__proto__"');
});
