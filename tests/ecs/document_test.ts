/** What holds of every document, whatever MISP or any other server sends. */
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { type EcsDocument, prepareEvent, toDocument } from "../../lib/ecs/document.ts";
import { ATTRIBUTE_TYPES } from "../../lib/ecs/attribute_types.ts";
import { documentContent } from "../../lib/ecs/event_hash.ts";
import type { MispAttribute, MispEvent } from "../../lib/ecs/misp.ts";
import { assertAcceptable, leavesOf } from "./acceptance.ts";
import { at, type Json, mapped, NOW, SETTINGS } from "./documents.ts";

/** Text as it may come: any characters, blanks, brackets, lone surrogates. */
const anyText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: fc.constantFrom(..." |:/.[]()@-\\\t0aZé\ud800") }),
  fc.webUrl(),
  fc.ipV4(),
  fc.ipV6(),
  fc.emailAddress(),
  fc.date().map((date) => isNaN(date.getTime()) ? "" : date.toISOString()),
);

const anyJson = fc.oneof(fc.jsonValue(), anyText, fc.integer(), fc.double());

const anyTags = fc.oneof(
  anyJson,
  fc.array(fc.record({
    name: fc.oneof(anyText, anyText.map((text) => `misp-galaxy:mitre-attack-pattern="${text}"`)),
  })),
);

const anyClusters = fc.array(fc.record({
  type: fc.constantFrom("mitre-attack-pattern", "threat-actor", "rat", "other"),
  value: anyJson,
  meta: fc.oneof(anyJson, fc.record({ external_id: anyJson, kill_chain: anyJson })),
}));

const anyGalaxies = fc.oneof(anyJson, fc.array(fc.record({ GalaxyCluster: anyClusters })));

const anyObject = fc.oneof(
  anyJson,
  fc.record({
    id: anyJson,
    name: anyJson,
    timestamp: anyJson,
    deleted: anyJson,
    distribution: anyJson,
    Attribute: fc.oneof(anyJson, fc.array(fc.dictionary(fc.string(), anyJson))),
  }),
);

const anyType = fc.oneof(fc.constantFrom(...Object.keys(ATTRIBUTE_TYPES)), anyJson);

const ATTRIBUTE_FIELDS = {
  id: anyJson,
  uuid: anyJson,
  type: anyType,
  category: anyJson,
  value: anyJson,
  comment: anyJson,
  data: anyJson,
  to_ids: anyJson,
  deleted: anyJson,
  disable_correlation: anyJson,
  distribution: anyJson,
  sharing_group_id: anyJson,
  timestamp: anyJson,
  first_seen: anyJson,
  last_seen: anyJson,
  event_id: anyJson,
  event_uuid: anyJson,
  object_id: anyJson,
  object_relation: anyJson,
  decay_score: anyJson,
  warnings: fc.oneof(anyJson, fc.array(fc.record({ warninglist_name: anyJson }))),
  Tag: anyTags,
  Galaxy: anyGalaxies,
  Sighting: fc.oneof(anyJson, fc.array(fc.record({ type: anyJson }))),
  Object: anyObject,
} satisfies Record<string, fc.Arbitrary<unknown>>;

const EVENT_FIELDS = {
  id: anyJson,
  uuid: anyJson,
  info: anyJson,
  date: anyJson,
  analysis: anyJson,
  threat_level_id: anyJson,
  published: anyJson,
  attribute_count: anyJson,
  org_id: anyJson,
  orgc_id: anyJson,
  timestamp: anyJson,
  publish_timestamp: anyJson,
  sighting_timestamp: anyJson,
  distribution: anyJson,
  sharing_group_id: anyJson,
  extends_uuid: anyJson,
  locked: anyJson,
  event_creator_email: anyJson,
  Org: anyJson,
  Orgc: fc.oneof(anyJson, fc.record({ id: anyJson, name: anyJson, local: anyJson })),
  Tag: anyTags,
  EventTag: fc.oneof(anyJson, fc.array(fc.record({ Tag: anyJson }))),
  Galaxy: anyGalaxies,
  GalaxyCluster: fc.oneof(anyJson, anyClusters),
} satisfies Record<string, fc.Arbitrary<unknown>>;

const anyAttribute = fc.record(ATTRIBUTE_FIELDS, { requiredKeys: [] });
const anyEvent = fc.record(EVENT_FIELDS, { requiredKeys: [] });

function documentOf(attribute: MispAttribute, event: MispEvent): EcsDocument {
  return toDocument(attribute, prepareEvent(event, SETTINGS), { now: NOW });
}

Deno.test("toDocument() never throws and never writes what Elasticsearch would refuse", () => {
  fc.assert(
    fc.property(anyAttribute, anyEvent, (attribute, event) => {
      assertAcceptable(JSON.parse(JSON.stringify(documentOf(attribute, event))));
    }),
    { numRuns: 300 },
  );
});

Deno.test("toDocument() is acceptable for any text in a value of any type", () => {
  fc.assert(
    fc.property(anyType, anyText, (type, value) => {
      assertAcceptable(mapped({ attribute: { type, value } }));
    }),
    { numRuns: 500 },
  );
});

Deno.test("toDocument() never loses a value", () => {
  fc.assert(
    fc.property(fc.constantFrom(...Object.keys(ATTRIBUTE_TYPES)), anyText, (type, value) => {
      fc.pre(value.trim() !== "");
      const document = mapped({ attribute: { type, value } });
      assertEquals(at(document, "misp.attribute.value"), value.toWellFormed());
      assertEquals(at(document, "threat.indicator.name"), value.toWellFormed());
    }),
  );
});

/** The same JSON with its keys in the opposite order, at every level. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, member]) => [key, reversed(member)]);
  return Object.fromEntries(entries.toReversed());
}

Deno.test("toDocument() gives the same document and hash for the same input, in any order", () => {
  fc.assert(fc.property(anyAttribute, anyEvent, (attribute, event) => {
    const document = documentOf(attribute, event);
    const again = documentOf(
      reversed(attribute) as MispAttribute,
      reversed(event) as MispEvent,
    );
    assertEquals(JSON.stringify(again), JSON.stringify(document));
    assertEquals(documentContent(again).hash, documentContent(document).hash);
  }));
});

Deno.test("toDocument() does not change what it is given", () => {
  fc.assert(fc.property(anyAttribute, anyEvent, (attribute, event) => {
    const before = JSON.stringify([attribute, event]);
    documentOf(attribute, event);
    assertEquals(JSON.stringify([attribute, event]), before);
  }));
});

Deno.test("toDocument() writes facets as text only", () => {
  fc.assert(fc.property(anyType, anyJson, (type, value) => {
    const facets = at(mapped({ attribute: { type, value } }), "misp.indicator") ?? {};
    assert(Object.values(facets as Json).every((facet) => typeof facet === "string"));
  }));
});

Deno.test("toDocument() writes nothing of section 3 for an attribute without type or value", () => {
  const bare = ["threat.indicator.provider", "threat.indicator.name", "threat.feed.name"];
  for (const attribute of [{ type: "md5" }, { value: "x" }, { type: "md5", value: " " }, {}]) {
    const threat = leavesOf(mapped({ attribute })).filter(({ name }) => name.startsWith("threat."));
    assertEquals(threat.filter(({ name }) => !bare.includes(name)), []);
  }
});

Deno.test("toDocument() takes the time of attribute or event first, by data set", () => {
  const attribute = { timestamp: 1793534400 };
  const event = { timestamp: 1793538000 };
  const timestamp = (sample: Parameters<typeof mapped>[0]) => mapped(sample)["@timestamp"];
  const settings = { dataset: "ti_misp.threat" } as const;
  assertEquals(timestamp({ attribute, event }), "2026-11-01T12:00:00.000Z");
  assertEquals(timestamp({ attribute, event, settings }), "2026-11-01T13:00:00.000Z");
  assertEquals(timestamp({ event }), "2026-11-01T13:00:00.000Z");
  assertEquals(timestamp({ attribute, settings }), "2026-11-01T12:00:00.000Z");
  assertEquals(timestamp({}), "2026-11-25T00:00:00.000Z");
});
