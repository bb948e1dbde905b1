import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { createExpiry } from "../../../lib/misp/decay/expiry.ts";
import type { DecayingModel } from "../../../lib/misp/decay/models.ts";
import type { ExpirySettings } from "../../../lib/misp/decay/policy.ts";
import type { DecayAttribute } from "../../../lib/misp/decay/times.ts";
import { DAY, model, T0 } from "./support.ts";

const SETTINGS: ExpirySettings = {
  decay: "majority",
  defaultMs: 90 * DAY,
  perTypeMs: new Map([["url", 7 * DAY]]),
};
const NOW = T0 + 2 * DAY;
/** End of the life of `model()` with its default base score, rounded up to a millisecond. */
const LIFE = 87_934_448;

const phishing = model();
const nids = model({ id: "2", name: "NIDS", lifetimeDays: 120, decaySpeed: 2 });
const sightings = model({ id: "3", name: "Sightings", formula: "sightings" });

function expire(
  models: readonly DecayingModel[],
  attribute: DecayAttribute,
  settings: Partial<ExpirySettings> = {},
  event = {},
) {
  const rules = createExpiry(models, new Map(), { ...SETTINGS, ...settings });
  const whole = { type: "ip-dst", timestamp: String(T0 / 1000), last_seen: null, ...attribute };
  return rules.expiryOf(whole, rules.prepareEvent(event), NOW);
}

Deno.test("createExpiry() ends an attribute when at least half of its models say so", () => {
  assertEquals(expire([nids, phishing], {}), {
    decayedAtMs: T0 + LIFE,
    rule: "Test model",
    byModel: true,
    scores: [
      { id: "1", name: "Test model", baseScore: 80, threshold: 30, decayedAtMs: T0 + LIFE },
      { id: "2", name: "NIDS", baseScore: 80, threshold: 30, decayedAtMs: T0 + 4_050_000_000 },
    ],
  });
  assertEquals(expire([nids, phishing], {}, { decay: "all" }).decayedAtMs, T0 + 4_050_000_000);
  assertEquals(expire([nids, phishing], {}, { decay: "all" }).rule, "NIDS");
});

Deno.test("createExpiry() lets a model decide before durations, and these without a model", () => {
  const url = { type: "url" };
  const covering = model({ types: new Set(["url"]) });
  assertEquals(expire([covering], url).rule, "Test model");
  assertEquals(expire([phishing], url), {
    decayedAtMs: T0 + 7 * DAY,
    rule: "per_type",
    byModel: false,
    scores: [],
  });
  const md5 = expire([phishing], { type: "md5" });
  assertEquals(md5, { decayedAtMs: T0 + 90 * DAY, rule: "default", byModel: false, scores: [] });
  const off = expire([phishing], { type: "md5" }, { defaultMs: 0 });
  assertEquals(off, { decayedAtMs: undefined, rule: "none", byModel: false, scores: [] });
});

Deno.test("createExpiry() without decay leaves everything to durations", () => {
  const sent = [{ decayed: true, DecayingModel: { id: "1" } }];
  const { rule, scores } = expire([phishing], { decay_score: sent }, { decay: "off" });
  assertEquals([rule, scores], ["default", []]);
  assertEquals(
    createExpiry([sightings], new Map(), { ...SETTINGS, decay: "off" }).askMispTypes.size,
    0,
  );
});

Deno.test("createExpiry() falls back to durations where the models never decay an attribute", () => {
  const { decayedAtMs, rule, scores } = expire([model({ threshold: 0 })], {});
  assertEquals([decayedAtMs, rule, scores.length], [T0 + 90 * DAY, "default", 1]);
});

Deno.test("createExpiry() takes no notice of models that are disabled or cannot be computed", () => {
  const broken = [
    model({ enabled: false }),
    model({ lifetimeDays: undefined }),
    model({ decaySpeed: -1 }),
  ];
  for (const each of broken) {
    const { rule, scores } = expire([each], {});
    assertEquals([rule, scores], ["default", []]);
  }
});

Deno.test("createExpiry() prolongs by a last_seen in the future and shortens by no duration", () => {
  const soon = (T0 + 5 * DAY) / 1000;
  assertEquals(expire([phishing], { last_seen: soon }).decayedAtMs, T0 + 5 * DAY + LIFE);
  assertEquals(expire([], { last_seen: soon }).decayedAtMs, T0 + 95 * DAY);
  const past = "2020-01-01T00:00:00.000000+00:00";
  assertEquals(expire([], { last_seen: past }).decayedAtMs, T0 + 90 * DAY);
  assertEquals(expire([phishing], { last_seen: past }).decayedAtMs, Date.parse(past) + LIFE);
});

Deno.test("createExpiry() counts from a sighting after the last edit", () => {
  const Sighting = [{ type: "0", date_sighting: (T0 + DAY) / 1000 }];
  assertEquals(expire([phishing], { Sighting }).decayedAtMs, T0 + DAY + LIFE);
});

Deno.test("createExpiry() scores by the tags of the event, overridden by the attribute's", () => {
  const tagged = model({ baseScoreConfig: new Map([["risk", 1]]) });
  const risk = (value: number, inherited?: number) => ({
    name: `risk:${value}`,
    numerical_value: String(value),
    inherited,
  });
  const event = { Tag: [risk(60)] };
  const scoreWith = (Tag: unknown) => expire([tagged], { Tag }, {}, event).scores[0]?.baseScore;
  assertEquals(scoreWith(undefined), 60);
  assertEquals(scoreWith([risk(60, 1), { name: "tlp:red" }]), 60);
  assertEquals(scoreWith([risk(40), risk(60, 1)]), 40);
  assertEquals(expire([tagged], { Tag: [risk(20)] }).decayedAtMs, T0);
});

Deno.test("createExpiry() takes the value of a tag from the index where the tag has none", () => {
  const tagged = model({ baseScoreConfig: new Map([["risk", 1]]) });
  const rules = createExpiry([tagged], new Map([["risk:low", 75]]), SETTINGS);
  const event = rules.prepareEvent({ EventTag: [{ Tag: { name: "risk:low" } }] });
  const { scores } = rules.expiryOf({ type: "ip-dst", timestamp: T0 }, event, NOW);
  assertEquals(scores[0]?.baseScore, 75);
});

Deno.test("createExpiry() ends an attribute at its retention under an extended polynomial", () => {
  const extended = model({ formula: "polynomialextended", lifetimeDays: 120, decaySpeed: 2 });
  const Tag = [{ name: "retention:2d", numerical_value: "2" }];
  assertEquals(expire([extended], { Tag }).decayedAtMs, T0 + 2 * DAY);
  assertEquals(expire([extended], {}, {}, { Tag }).decayedAtMs, T0 + 2 * DAY);
  assertEquals(expire([extended], {}).decayedAtMs, T0 + 4_050_000_000);
});

Deno.test("createExpiry() names the types that only MISP can score", () => {
  const rules = createExpiry([phishing, sightings], new Map(), SETTINGS);
  assertEquals(rules.askMispTypes, new Set(["ip-dst"]));
  const unused = { ...sightings, enabled: false };
  assertEquals(createExpiry([unused], new Map(), SETTINGS).askMispTypes, new Set());
});

Deno.test("createExpiry() takes MISP's word for a model that it cannot compute", () => {
  const sent = (decayed: boolean) => [
    { decayed, base_score: 55, DecayingModel: { id: 3, name: "Sightings" } },
    { decayed: true, base_score: 1, DecayingModel: { id: "9", name: "Stranger" } },
  ];
  const decayed = expire([sightings], { decay_score: sent(true) });
  assertEquals([decayed.decayedAtMs, decayed.rule], [NOW, "Sightings"]);
  assertEquals(decayed.scores.map(({ baseScore }) => baseScore), [55]);
  const alive = expire([sightings], { decay_score: sent(false) });
  assertEquals([alive.decayedAtMs, alive.rule], [T0 + 90 * DAY, "default"]);
  const unasked = expire([sightings], {});
  assertEquals([unasked.rule, unasked.scores[0]?.decayedAtMs], ["default", undefined]);
});

Deno.test("createExpiry() counts models that did not answer as not decayed", () => {
  assertEquals(expire([phishing, sightings], {}).rule, "Test model");
  assertEquals(expire([phishing, sightings], {}, { decay: "all" }).rule, "default");
  const quiet = model({ id: "4", formula: "sightings" });
  assertEquals(expire([phishing, sightings, quiet], {}).rule, "default");
});

Deno.test("createExpiry() without models goes by the scores that were sent", () => {
  const decay_score = [
    { decayed: true, DecayingModel: { id: "2", name: "Phishing model" } },
    { decayed: false, DecayingModel: { id: "3", name: "NIDS" } },
  ];
  const { decayedAtMs, rule, byModel, scores } = expire([], { decay_score });
  assertEquals([decayedAtMs, rule, byModel, scores], [NOW, "Phishing model", true, []]);
  assertEquals(expire([], { decay_score: [decay_score[1]] }).rule, "default");
  for (const odd of [null, "x", [], [null], [{}]]) {
    assertEquals(expire([], { decay_score: odd }).rule, "default");
  }
});

Deno.test("createExpiry() ends nothing that has no time at all", () => {
  const { decayedAtMs, rule } = expire([phishing], { timestamp: "0" });
  assertEquals([decayedAtMs, rule], [undefined, "none"]);
});

Deno.test("createExpiry() gives whole, valid instants for any model and attribute", () => {
  const number = fc.option(fc.double(), { nil: undefined });
  const parameters = fc.record({
    lifetimeDays: number,
    decaySpeed: number,
    threshold: fc.double(),
  });
  const weights = fc.double({ noNaN: true, noDefaultInfinity: true });
  const attributes = fc.record({
    timestamp: fc.oneof(fc.nat(), fc.anything()),
    last_seen: fc.oneof(fc.nat(), fc.anything()),
    Tag: fc.oneof(
      fc.array(
        fc.record({ name: fc.constantFrom("risk:a", "retention:b"), numerical_value: weights }),
      ),
      fc.anything(),
    ),
    Sighting: fc.anything(),
    decay_score: fc.anything(),
  });
  fc.assert(fc.property(parameters, weights, attributes, (fields, weight, attribute) => {
    const odd = model({
      ...fields,
      formula: "polynomialextended",
      baseScoreConfig: new Map([["risk", weight]]),
    });
    const { decayedAtMs, rule, scores } = expire([odd, phishing], attribute, {}, attribute);
    for (const at of [decayedAtMs, ...scores.map((score) => score.decayedAtMs)]) {
      assert(at === undefined || Number.isInteger(at) && !Number.isNaN(new Date(at).getTime()));
    }
    assert(scores.every(({ baseScore }) => Number.isFinite(baseScore)));
    assertEquals(rule === "none", decayedAtMs === undefined);
  }));
});
