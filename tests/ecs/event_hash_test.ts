import { assertEquals, assertNotEquals } from "@std/assert";
import { prepareEvent, toDocument } from "../../lib/ecs/document.ts";
import { documentContent } from "../../lib/ecs/event_hash.ts";
import type { MispAttribute, MispEvent, MispObject } from "../../lib/ecs/misp.ts";
import { NOW, SETTINGS } from "./documents.ts";

const EVENT: MispEvent = {
  uuid: "0b5c7c0e-5d7e-4f3a-9a51-6f1c2d3e4f50",
  info: "Title",
  timestamp: "1793538000",
  publish_timestamp: "1793538001",
  sighting_timestamp: "1793538002",
  attribute_count: "29",
  Orgc: { name: "Partner" },
  Tag: [{ name: "tlp:green" }],
};

const ATTRIBUTE: MispAttribute = {
  uuid: "6b1c7c45-7240-5231-945b-b0707cbe0be6",
  type: "domain",
  value: "example.com",
  timestamp: "1793534400",
  comment: "Seen",
};

function hashOf(attribute: MispAttribute, event: MispEvent, now = NOW, expirationMs = 0): string {
  const context = prepareEvent(event, { ...SETTINGS, expirationMs });
  return documentContent(toDocument(attribute, context, { now })).hash;
}

const HASH = hashOf(ATTRIBUTE, EVENT);

Deno.test("documentContent() does not count stamps and attributes of the event", () => {
  for (const stamp of ["timestamp", "publish_timestamp", "sighting_timestamp", "attribute_count"]) {
    assertEquals(hashOf(ATTRIBUTE, { ...EVENT, [stamp]: "1793539999" }), HASH, stamp);
  }
});

Deno.test("documentContent() does not count the clock", () => {
  const undated = { ...ATTRIBUTE, timestamp: "0" };
  const event = { ...EVENT, timestamp: "0" };
  assertEquals(hashOf(undated, event, NOW), hashOf(undated, event, NOW + 1000));
});

Deno.test("documentContent() counts everything else", () => {
  const others = [
    { value: "example.org" },
    { comment: "Other" },
    { comment: null },
    { timestamp: "1793534401" },
    { to_ids: true },
    { Tag: [{ name: "tlp:red" }] },
    { Object: { name: "file" } },
    { Sighting: [] },
    { type: "hostname" },
    { type: "text" },
    { type: "vulnerability" },
    { type: "link" },
  ];
  const hashes = others.map((other) => hashOf({ ...ATTRIBUTE, ...other }, EVENT));
  const events = [{ info: "Other" }, { Orgc: null }, { Org: { id: 1 } }, { org_id: 1 }, {
    Tag: [],
  }];
  const all = [
    HASH,
    ...hashes,
    ...events.map((other) => hashOf(ATTRIBUTE, { ...EVENT, ...other })),
  ];
  assertEquals(new Set(all).size, 1 + others.length + events.length);
});

Deno.test("documentContent() counts the object and the reference, whatever came before", () => {
  const context = prepareEvent(EVENT, SETTINGS);
  const [first, second] = [{ id: "1", name: "file" }, { id: "2", name: "url" }];
  const link = { ...ATTRIBUTE, type: "link", value: "https://example.com/report" };
  const given: readonly (readonly [MispAttribute, MispObject | undefined])[] = [
    [ATTRIBUTE, undefined],
    [ATTRIBUTE, first],
    [ATTRIBUTE, second],
    [link, second],
    [link, undefined],
  ];
  const hashes = given.map(([attribute, object]) =>
    documentContent(toDocument(attribute, context, { now: NOW, object })).hash
  );
  assertEquals(new Set(hashes).size, given.length);
  for (const [at, [attribute, object]] of [...given.entries()].toReversed()) {
    const again = documentContent(toDocument(attribute, context, { now: NOW, object })).hash;
    assertEquals(again, hashes[at], `${at}`);
  }
  const plain = { ...ATTRIBUTE, type: "text", value: link.value };
  const kinds = [link, plain].map((attribute) => {
    const document = toDocument(attribute, context, { now: NOW });
    // All that differs is in what documents share.
    return documentContent({ ...toDocument(plain, context, { now: NOW }), event: document.event });
  });
  assertNotEquals(kinds[0]?.hash, kinds[1]?.hash);
});

Deno.test("documentContent() counts that an indicator decays", () => {
  const dayMs = 86_400_000;
  assertNotEquals(hashOf(ATTRIBUTE, EVENT, NOW, dayMs), HASH);
  const before = hashOf(ATTRIBUTE, EVENT, Date.UTC(2026, 10, 2, 11), dayMs);
  assertNotEquals(before, hashOf(ATTRIBUTE, EVENT, Date.UTC(2026, 10, 2, 13), dayMs));
});
