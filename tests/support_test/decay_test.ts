import { assertEquals } from "@std/assert";
import { setDecayingModel, setTagValue } from "../support/fake_misp/administration.ts";
import { ManualClock } from "../support/fake_misp/clock.ts";
import { decayScores } from "../support/fake_misp/decay.ts";
import type { AttributeInput, TagInput } from "../support/fake_misp/inputs.ts";
import { MispModel } from "../support/fake_misp/model.ts";
import type { Sighting } from "../support/fake_misp/records.ts";

const NOW = 1_795_569_158;

interface Scene {
  readonly attribute: Omit<AttributeInput, "type" | "value"> & { readonly type?: string };
  readonly eventTags?: readonly TagInput[];
  readonly sightings?: readonly Partial<Pick<Sighting, "date" | "type">>[];
  readonly now?: number;
}

function scores({ attribute, eventTags = [], sightings = [], now = NOW }: Scene) {
  const model = new MispModel(new ManualClock(now));
  const { type = "ip-dst", ...rest } = attribute;
  const event = model.addEvent({
    tags: eventTags,
    attributes: [{ type, value: "198.51.100.151", ...rest }],
  });
  for (const sighting of sightings) model.addSighting(1, sighting);
  const query = {
    attribute: model.attribute(1),
    event,
    models: model.store.decayingModels,
    sightings: model.store.sightings,
    now,
  };
  return decayScores(query).map(({ score, base_score, decayed }) => [score, base_score, decayed]);
}

Deno.test("decayScores() gives the numbers that MISP 2.5.1 gave for a sighted attribute", () => {
  const found = scores({ attribute: { timestamp: NOW - 50 }, sightings: [{ date: NOW - 49 }] });
  assertEquals(found, [[78.07600693957089, 80, false], [79.82608360175001, 80, false]]);
});

Deno.test("decayScores() counts from last_seen when no sighting is later than the change", () => {
  const lastSeen = "2026-11-05T01:11:26.000000+00:00";
  const attribute = { timestamp: 1_778_289_086, lastSeen };
  const now = 1_795_569_159;
  assertEquals(scores({ attribute, now }), [[0, 80, true], [47.339446906167346, 80, false]]);
});

Deno.test("decayScores() gives 0 to an attribute last seen in the future", () => {
  const found = scores({ attribute: { lastSeen: "2027-01-01T00:00:00.000000+00:00" } });
  assertEquals(found, [[0, 80, true], [0, 80, true]]);
});

Deno.test("decayScores() ignores sightings that are false positives or older than the change", () => {
  const timestamp = NOW - 50;
  const plain = scores({ attribute: { timestamp } });
  const sightings = [{ date: NOW, type: "1" as const }, { date: NOW - 60 }];
  assertEquals(scores({ attribute: { timestamp }, sightings }), plain);
});

Deno.test("decayScores() has none for a type without a model", () => {
  assertEquals(scores({ attribute: { type: "sha256" } }), []);
});

const LIKELY = 'estimative-language:likelihood-probability="likely"';
const VERY_LIKELY = 'estimative-language:likelihood-probability="very-likely"';
const ACTIVE = 'phishing:state="active"';

const BASES:
  readonly (readonly [name: string, ofEvent: string[], ofAttribute: string[], number])[] = [
    ["no tag with a value", ["tlp:red"], [], 80],
    ["one tag of the event", [LIKELY], [], 55],
    ["the attribute's tag before the event's", [LIKELY], [VERY_LIKELY], 80],
    ["shares of two taxonomies", [LIKELY], [ACTIVE], 77.5],
  ];

for (const [name, eventTags, tags, base] of BASES) {
  Deno.test(`decayScores() takes its base score from ${name}`, () => {
    assertEquals(scores({ attribute: { tags }, eventTags })[0]?.[1], base);
  });
}

Deno.test("setTagValue() and setDecayingModel() reach rows that exist already", () => {
  const model = new MispModel(new ManualClock(NOW));
  const event = model.addEvent({
    attributes: [{ type: "ip-dst", value: "192.0.2.1", tags: [LIKELY] }],
  });
  setTagValue(model, LIKELY, "10");
  const [first] = model.store.decayingModels;
  if (first === undefined) throw new TypeError("The model has no decaying model");
  setDecayingModel(model, { ...first, attributeTypes: ["ip-dst"] });
  const { decayingModels: models, sightings } = model.store;
  const query = { attribute: model.attribute(1), event, models, sightings, now: NOW };
  assertEquals(decayScores(query).map((row) => [row.model.id, row.base_score]), [[1, 10], [2, 10], [
    3,
    10,
  ]]);
});
