import { assertEquals } from "@std/assert";
import { decayFields, type DecayTimes } from "../../lib/ecs/decay.ts";

const DAY_MS = 86_400_000;
const NOW = Date.UTC(2026, 10, 25);

const TIMES: DecayTimes = {
  timestampMs: NOW - 10 * DAY_MS,
  lastSeenMs: undefined,
  now: NOW,
  expirationMs: 90 * DAY_MS,
};

function model(decayed: boolean | string | number, name = "Model") {
  return { score: 1, decayed, DecayingModel: { id: "2", name } };
}

/** `decayed`, `decayed_at`, `decayed_by` */
function verdict(...args: Parameters<typeof decayFields>): readonly unknown[] {
  const { decayed, decayed_at, decayed_by } = decayFields(...args);
  return [decayed, decayed_at, decayed_by];
}

Deno.test("decayFields() takes the word of half of the models, as of now", () => {
  const expected = [true, "2026-11-25T00:00:00.000Z", "A"];
  assertEquals(verdict([model(true, "A"), model(false)], undefined, TIMES), expected);
  assertEquals(verdict([model(false), model("1", "A")], undefined, TIMES), expected);
});

Deno.test("decayFields() falls back to the duration, which overrides a model's no", () => {
  const due = "2027-02-13T00:00:00.000Z";
  assertEquals(verdict([model(false)], undefined, TIMES), [false, due, "default"]);
  const short = { ...TIMES, expirationMs: DAY_MS };
  const past = [true, "2026-11-16T00:00:00.000Z", "default"];
  assertEquals(verdict([model(false)], undefined, short), past);
  assertEquals(verdict([model(true), model(0), model(0)], undefined, short), past);
});

Deno.test("decayFields() counts from the later of change and last sighting", () => {
  const times = { ...TIMES, lastSeenMs: NOW + DAY_MS };
  assertEquals(verdict(undefined, undefined, times)[1], "2027-02-24T00:00:00.000Z");
  const seenOnly = { ...times, timestampMs: undefined };
  assertEquals(verdict(null, undefined, seenOnly)[1], "2027-02-24T00:00:00.000Z");
});

Deno.test("decayFields() never expires without duration or time", () => {
  const never = [false, undefined, "none"];
  assertEquals(verdict([], undefined, { ...TIMES, expirationMs: 0 }), never);
  assertEquals(verdict([], undefined, { ...TIMES, timestampMs: undefined }), never);
});

Deno.test("decayFields() is decayed at the very instant", () => {
  const times = { ...TIMES, expirationMs: 10 * DAY_MS };
  assertEquals(verdict([], undefined, times), [true, "2026-11-25T00:00:00.000Z", "default"]);
  assertEquals(verdict([], undefined, { ...times, now: NOW - 1 })[0], false);
});

Deno.test("decayFields() writes no instant beyond the year 9999", () => {
  assertEquals(verdict([], undefined, { ...TIMES, expirationMs: 1e16 })[1], undefined);
});

Deno.test("decayFields() lets a decay that is handed in decide", () => {
  const decay = { decayedAtMs: NOW + 1, rule: "Phishing model", scores: [] };
  const expected = [false, "2026-11-25T00:00:00.001Z", "Phishing model"];
  assertEquals(verdict([model(true)], decay, TIMES), expected);
  const never = { decayedAtMs: undefined, rule: "none", scores: [] };
  assertEquals(verdict([model(true)], never, TIMES), [false, undefined, "none"]);
});

Deno.test("decayFields() lists computed scores, then what MISP sent of other models", () => {
  const score = { id: "2", name: "A", baseScore: 80, threshold: 30, decayedAtMs: NOW };
  const never = { ...score, id: "3", decayedAtMs: undefined };
  const decay = { decayedAtMs: NOW, rule: "A", scores: [score, never] };
  const other = { score: 1, base_score: 2, decayed: false, DecayingModel: { id: "9", name: "B" } };
  assertEquals(decayFields([model(false), other], decay, TIMES).decay_score, [
    {
      DecayingModel: { id: "2", name: "A" },
      base_score: 80,
      threshold: 30,
      decayed_at: "2026-11-25T00:00:00.000Z",
    },
    { DecayingModel: { id: "3", name: "A" }, base_score: 80, threshold: 30 },
    other,
  ]);
});

Deno.test("decayFields() keeps scores as sent", () => {
  assertEquals(decayFields([model(false)], undefined, TIMES).decay_score, [model(false)]);
  assertEquals(decayFields("x", undefined, TIMES).decay_score, undefined);
});
