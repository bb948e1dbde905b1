import { assert, assertEquals, assertNotEquals, assertStrictEquals } from "@std/assert";
import { type EventContext, prepareEvent, toDocument } from "../../lib/ecs/document.ts";
import type { MispEvent } from "../../lib/ecs/misp.ts";
import { NOW, SETTINGS } from "./documents.ts";

const EVENT = {
  id: "7",
  uuid: "0b5c7c0e-5d7e-4f3a-9a51-6f1c2d3e4f50",
  info: "Title",
  org_id: "1",
  timestamp: "1793538000",
  publish_timestamp: "1793538001",
  sighting_timestamp: "0",
  attribute_count: "29",
  Org: { id: "1", name: "CERT" },
  Orgc: { id: "2", name: "Partner" },
  Tag: [{ name: "tlp:green" }],
  GalaxyCluster: [{ type: "threat-actor", value: "Bear", meta: { external_id: ["G0001"] } }],
} satisfies MispEvent;

function fingerprint(event: MispEvent, settings = SETTINGS): string {
  return prepareEvent(event, settings).fingerprint;
}

Deno.test("prepareEvent() gives a fingerprint that the event's stamps do not move", () => {
  const stamps = { timestamp: "1", publish_timestamp: 2, sighting_timestamp: 3 };
  const later = { ...EVENT, ...stamps, attribute_count: 4 };
  assertEquals(fingerprint(later), fingerprint(EVENT));
});

Deno.test("prepareEvent() gives a fingerprint that any other field of the event moves", () => {
  const changes: readonly MispEvent[] = [
    { info: "Other" },
    { published: true },
    { org_id: "3" },
    { Org: { id: "1", name: "Renamed" } },
    { Orgc: null },
    { Tag: [{ name: "tlp:red" }] },
    { Tag: [{ name: "tlp:green" }, { name: "local" }] },
    { GalaxyCluster: [] },
    { GalaxyCluster: [{ ...EVENT.GalaxyCluster[0], meta: { external_id: ["G0002"] } }] },
  ];
  for (const change of changes) {
    assertNotEquals(fingerprint({ ...EVENT, ...change }), fingerprint(EVENT));
  }
});

Deno.test("prepareEvent() gives the same fingerprint whatever the order of keys", () => {
  const reversed = Object.fromEntries(Object.entries(EVENT).toReversed());
  assertEquals(fingerprint(reversed), fingerprint(EVENT));
});

Deno.test("prepareEvent() links to the event's page under the base URL", () => {
  const referenceOf = (mispUrl: string) => prepareEvent(EVENT, { ...SETTINGS, mispUrl }).reference;
  assertEquals(
    referenceOf("https://a.test/misp//"),
    `https://a.test/misp/events/view/${EVENT.uuid}`,
  );
  assertEquals(referenceOf(""), undefined);
  assertEquals(prepareEvent({}, SETTINGS).reference, undefined);
});

function documents(context: EventContext, count: number) {
  return Array.from({ length: count }, (_, number) => {
    const Tag = [{ name: `tag ${number}` }];
    return toDocument({ type: "md5", value: "x", Tag }, context, { now: NOW });
  });
}

Deno.test("toDocument() shares what comes from the event and from an object", () => {
  const context = prepareEvent(EVENT, SETTINGS);
  const object = { id: "1", Attribute: [{ value: "a" }] };
  const [first, second] = [1, 2].map((id) => toDocument({ id }, context, { now: NOW, object }));
  assert(first !== undefined && second !== undefined);
  assertStrictEquals(first.misp.event, second.misp.event);
  assertStrictEquals(first.misp.object, second.misp.object);
  assertStrictEquals(first.tags, second.tags);
});

Deno.test("attributeTagging() remembers a bounded number of sets of tags", () => {
  const context = prepareEvent(EVENT, SETTINGS);
  const tags = documents(context, 1000).map(({ tags }) => tags?.[0]);
  assertEquals(tags.slice(-2), ["tag 998", "tag 999"]);
  assertEquals(context.taggings.length, 64);
});

Deno.test("attributeTagging() tells lists of tags apart that read alike in one line", () => {
  const context = prepareEvent(EVENT, SETTINGS);
  const tagsOf = (...names: string[]) =>
    toDocument({ Tag: names.map((name) => ({ name })) }, context, { now: NOW }).tags;
  assertEquals(tagsOf("a\nb")?.[0], "a\nb");
  assertEquals(tagsOf("a", "b")?.slice(0, 2), ["a", "b"]);
  assertEquals(tagsOf("a\nb")?.[0], "a\nb");
});
