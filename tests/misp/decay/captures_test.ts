/** Recomputes every score in recorded answers of a real MISP; skipped where those are absent. */
import { assert, assertEquals } from "@std/assert";
import { createExpiry, type ExpiryRules } from "../../../lib/misp/decay/expiry.ts";
import { type DecayingModel, parseDecayingModels } from "../../../lib/misp/decay/models.ts";
import { polynomialScore } from "../../../lib/misp/decay/polynomial.ts";
import { parseTagValues } from "../../../lib/misp/decay/tag_values.ts";
import { readStamps, timesOf } from "../../../lib/misp/decay/times.ts";

// deno-lint-ignore no-explicit-any
type Json = any;

const FOLDER = new URL("../../../../shared/fixtures/misp-captures/", import.meta.url);
const MAPPING = new URL("../../../../shared/fixtures/mapping/vectors.json", import.meta.url);
const ignore = !exists(FOLDER);

function exists(url: URL): boolean {
  try {
    Deno.statSync(url);
    return true;
  } catch {
    return false;
  }
}

function capture(name: string): Json {
  return JSON.parse(Deno.readTextFileSync(new URL(`${name}.json`, FOLDER)));
}

const models = ignore ? [] : parseDecayingModels(capture("misc_decayingModel_index").response.body);
const tagValues = ignore
  ? new Map<string, number>()
  : parseTagValues(capture("misc_tags_index").response.body);
const settings = { decay: "majority", defaultMs: 0, perTypeMs: new Map() } as const;

/** Sightings by attribute id: searches for attributes do not send them unless asked. */
const sightings = ignore ? {} : Object.groupBy<string, Json>(
  capture("sightings_restSearch").response.body.response.map((row: Json) => row.Sighting),
  (sighting) => sighting.attribute_id,
);

/** The models as the request changed them. */
function overridden(request: Json): readonly DecayingModel[] {
  const { modelOverrides = {}, score } = request.body ?? {};
  return models.map((model) => ({
    ...model,
    lifetimeDays: modelOverrides.lifetime ?? model.lifetimeDays,
    decaySpeed: modelOverrides.decay_speed ?? model.decaySpeed,
    threshold: score ?? modelOverrides.threshold ?? model.threshold,
  }));
}

/** Each scored attribute of an answer, with its event. */
function scored(body: Json): readonly { attribute: Json; event: Json }[] {
  const attributes = body.response.Attribute?.map((attribute: Json) => ({
    attribute,
    event: { Tag: attribute.Event.Tag ?? attribute.Tag?.filter((tag: Json) => tag.inherited) },
  })) ?? body.response.flatMap(({ Event: event }: Json) =>
    [
      ...event.Attribute,
      ...event.Object.flatMap((object: Json) => object.Attribute),
    ]
      .map((attribute: Json) => ({ attribute, event }))
  );
  return attributes.filter(({ attribute }: Json) => attribute.decay_score !== undefined);
}

function close(actual: number, expected: number, what: string): boolean {
  assert(Number.isFinite(actual), what);
  return Math.abs(actual - expected) <= 1e-9 * Math.abs(expected);
}

/** The moments at which the answer may have been computed: the second of its date or just before. */
function moments(response: Json): readonly number[] {
  const at = Date.parse(response.headers.Date);
  return [at, at - 1000, at - 2000];
}

function check(
  rules: ExpiryRules,
  models: readonly DecayingModel[],
  { attribute, event }: { attribute: Json; event: Json },
  response: Json,
): number {
  const seen = { ...attribute, Sighting: attribute.Sighting ?? sightings[attribute.id] };
  const { scores } = rules.expiryOf(seen, rules.prepareEvent(event), 0);
  const times = timesOf(readStamps(seen), seen.Sighting);
  assert(times !== undefined);
  for (const sent of attribute.decay_score) {
    const what = `attribute ${attribute.id}, model ${sent.DecayingModel.id}`;
    const model = models.find(({ id }) => id === sent.DecayingModel.id);
    const ours = scores.find(({ id }) => id === sent.DecayingModel.id);
    assert(model !== undefined && ours?.decayedAtMs !== undefined, what);
    assert(close(ours.baseScore, sent.base_score, what), what);
    const scoreAt = (ms: number) => polynomialScore(model, ours.baseScore, ms - times.startMs);
    const then = moments(response).find((ms) => close(scoreAt(ms), sent.score, what));
    assert(then !== undefined, `${what}: ${scoreAt(moments(response)[0]!)} is not ${sent.score}`);
    assertEquals(ours.decayedAtMs <= then, sent.decayed, what);
    assertEquals(model.threshold > scoreAt(then), sent.decayed, what);
    assert(model.threshold > scoreAt(ours.decayedAtMs + 1000), what);
    assertEquals(
      model.threshold > scoreAt(ours.decayedAtMs - 1000),
      ours.baseScore < model.threshold,
      what,
    );
  }
  return attribute.decay_score.length;
}

const CAPTURES = {
  attr_decay_fullmodel: 2,
  attr_decay_ip: 2,
  attr_decay_model3: 1,
  attr_decay_old: 6,
  attr_decay_old_excludeDecayed: 2,
  attr_decay_old_exclude_override: 6,
  attr_decay_old_override: 6,
  attr_event1_full_options: 45,
  ev_event1_full_options: 45,
  ev_event6: 6,
} satisfies Record<string, number>;

for (const [name, count] of Object.entries(CAPTURES)) {
  Deno.test({
    name: `createExpiry() decays the attributes of ${name} as MISP does`,
    ignore,
    fn() {
      const { request, response } = capture(name);
      const models = overridden(request);
      const rules = createExpiry(models, tagValues, settings);
      const subjects = scored(response.body);
      const scores = subjects.map((subject) => check(rules, models, subject, response));
      assertEquals(scores.reduce((sum, number) => sum + number, 0), count);
    },
  });
}

Deno.test({
  name: "createExpiry() gives the scores of a search to attributes with tags from two indexes",
  ignore,
  fn() {
    const row = capture("events_index_full").response.body.find((row: Json) => row.id === "1");
    const { response } = capture("attr_event1_full_options");
    const rules = createExpiry(models, tagValues, settings);
    for (const { attribute } of scored(response.body)) {
      const Tag = attribute.Tag?.filter((tag: Json) => !tag.inherited)
        .map(({ name }: Json) => ({ name }));
      check(rules, models, { attribute: { ...attribute, Tag }, event: row }, response);
    }
  },
});

Deno.test({
  name: "createExpiry() covers the types for which MISP sends scores, and no other",
  ignore,
  fn() {
    const rules = createExpiry(models, tagValues, settings);
    const { response } = capture("attr_event1_full_options");
    for (const attribute of response.body.response.Attribute) {
      const { scores } = rules.expiryOf(attribute, rules.prepareEvent({}), 0);
      const sent = (attribute.decay_score ?? []).map((score: Json) => score.DecayingModel.id);
      assertEquals(scores.map(({ id }) => id), sent, attribute.type);
    }
  },
});

Deno.test({
  name: "createExpiry() without models follows the examples of the mapping reference",
  ignore: ignore || !exists(MAPPING),
  fn() {
    const vectors = JSON.parse(Deno.readTextFileSync(MAPPING))
      .filter(({ name }: Json) => name.startsWith("decay:"));
    assert(vectors.length >= 6);
    for (const { name, attribute, event, now, settings: given, expect } of vectors) {
      const [, amount, unit] = /^(\d+)([dhm])$/.exec(given?.ioc_expiration ?? "90d") ?? [];
      const unitMs = { d: 86_400_000, h: 3_600_000, m: 60_000 }[unit as "d" | "h" | "m"];
      const nowMs = Date.parse(now);
      const rules = createExpiry([], new Map(), {
        ...settings,
        defaultMs: Number(amount) * unitMs,
      });
      const { decayedAtMs } = rules.expiryOf(attribute, rules.prepareEvent(event), nowMs);
      const decayed = decayedAtMs !== undefined && decayedAtMs <= nowMs;
      assertEquals(decayed, expect["misp.attribute.decayed"], name);
      const at = expect["misp.attribute.decayed_at"];
      if (at !== undefined) assertEquals(decayedAtMs, Date.parse(at), name);
    }
  },
});
