import { assertEquals, assertExists, assertMatch, assertNotEquals } from "@std/assert";
import { documentsOf, EVENT, FLAT, mapped, OBJECT, OPTIONS } from "./map_lab.ts";

const { mapping } = OPTIONS;
const ATTRIBUTE = { type: "md5", value: "d41d8cd98f00b204e9800998ecf8427e", uuid: "u" };

async function documentOf(attribute: object, options = {}) {
  const [document] = documentsOf(await mapped(JSON.stringify(attribute), options));
  assertExists(document);
  return document;
}

const SHAPES: Readonly<Record<string, unknown>> = {
  "the answer of an event search": { response: [{ Event: EVENT }] },
  "the answer of an attribute search": { response: { Attribute: FLAT } },
  "a list of events": [{ Event: EVENT }],
  "a list of attributes": FLAT,
  "the file of a feed": { Event: EVENT },
};

for (const [name, shape] of Object.entries(SHAPES)) {
  Deno.test(`map gives the same documents for ${name} as for the bare event`, async () => {
    const expected = await mapped(JSON.stringify(EVENT));
    assertEquals(documentsOf(expected).length, 5);
    assertEquals(await mapped(JSON.stringify(shape)), expected);
    assertEquals(await mapped(JSON.stringify(shape, undefined, "\t")), expected);
  });
}

Deno.test("map gives the same documents for attributes on lines as for the bare event", async () => {
  const lines = FLAT.map((each) => JSON.stringify(each)).join("\r\n\n");
  assertEquals(await mapped(lines), await mapped(JSON.stringify(EVENT)));
});

Deno.test("map lets the members of an object see each other", async () => {
  const documents = documentsOf(await mapped(JSON.stringify({ Event: EVENT })));
  const seen = documents.map(({ misp }) => misp.object?.attribute?.length);
  assertEquals(seen, [undefined, undefined, undefined, 2, 2]);
});

Deno.test("map writes a hash, but nothing that depends on when it ran", async () => {
  const attribute = { ...ATTRIBUTE, timestamp: "1795569092" };
  const { event, misp } = await documentOf(attribute);
  assertMatch(event.hash, /^[0-9a-f]{16}$/);
  assertEquals([event.ingested, misp.instance], [undefined, undefined]);
  assertEquals((await documentOf(attribute, { now: OPTIONS.now + 1 })).event.hash, event.hash);
  assertNotEquals((await documentOf({ ...attribute, comment: "x" })).event.hash, event.hash);
});

Deno.test("map leaves out deleted attributes, and those of deleted objects, unless told otherwise", async () => {
  const [first, ...others] = EVENT.Attribute;
  const text = JSON.stringify({
    ...EVENT,
    Attribute: [{ ...first, deleted: true }, ...others],
    Object: [{ ...OBJECT, deleted: true }],
  });
  const without = await mapped(text);
  assertEquals(documentsOf(without).length, 2);
  assertEquals(without.stderr.includes("5 attributes, 2 documents, 3 deleted left out"), true);
  const all = await mapped(text, { deleted: true });
  assertEquals(documentsOf(all).length, 5);
  assertEquals(documentsOf(all)[0].misp.attribute.deleted, true);
});

Deno.test("map keeps the contents of attachments only when asked to", async () => {
  const sample = {
    type: "malware-sample",
    value: "a.bin|d41d8cd98f00b204e9800998ecf8427e",
    data: "AAAA",
  };
  assertEquals((await documentOf(sample)).misp.attribute.data, undefined);
  const options = { mapping: { ...mapping, attachments: true } };
  assertEquals((await documentOf(sample, options)).misp.attribute.data, "AAAA");
});

Deno.test("map puts configured tags first and links to the event", async () => {
  const text = JSON.stringify(FLAT[0]);
  const [document] = documentsOf(await mapped(text, { mapping: { ...mapping, tags: ["mine"] } }));
  assertEquals(document.tags, ["mine", "tlp:red", "tlp:amber"]);
  assertEquals(document.threat.indicator.reference, `${mapping.mispUrl}/events/view/${EVENT.uuid}`);
});

Deno.test("map writes a document a line, or many indented lines for reading", async () => {
  const plain = await mapped(JSON.stringify(FLAT));
  assertEquals(plain.stdout.split("\n").length, FLAT.length + 1);
  const pretty = await mapped(JSON.stringify(FLAT[0]), { pretty: true });
  assertEquals(pretty.stdout.startsWith('{\n  "@timestamp": "'), true);
  assertEquals(JSON.parse(pretty.stdout), documentsOf(plain)[0]);
});

Deno.test("map counts what it met, and says nothing of it when it is to be quiet", async () => {
  const odd = {
    ...ATTRIBUTE,
    first_seen: "2026-02-02T00:00:00Z",
    last_seen: "2026-01-01T00:00:00Z",
  };
  const text = JSON.stringify([{ Event: EVENT }, odd, { info: "x" }, {
    ...ATTRIBUTE,
    type: "\u001b",
  }]);
  const { code, stderr } = await mapped(text);
  assertEquals([code, stderr], [
    0,
    "ti-misp: 7 attributes, 7 documents, 0 deleted left out, 1 event without attributes, " +
    '1 last seen before first seen, unknown types: "some-future-type" (1), "\\u001b" (1)\n',
  ]);
  assertEquals((await mapped(text, { quiet: true })).stderr, "");
});

Deno.test("map names ten unknown types and counts the others", async () => {
  const rows = Array.from({ length: 1012 }, (_, number) => ({ ...ATTRIBUTE, type: `t${number}` }));
  const { stderr } = await mapped(JSON.stringify(rows));
  assertEquals(stderr.endsWith('"t9" (1), 1,002 more\n'), true, stderr);
});

Deno.test("map keeps apart the events of attributes, however many they are", async () => {
  const rows = Array.from({ length: 2500 }, (_, number) => ({
    ...ATTRIBUTE,
    Event: { id: String(number % 1250), info: `event ${number % 1250}` },
  }));
  const documents = documentsOf(await mapped(JSON.stringify(rows)));
  assertEquals(
    documents.map(({ misp }) => misp.event.info),
    rows.map(({ Event }) => Event.info),
  );
});
