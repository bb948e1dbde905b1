import { assert, assertEquals, assertMatch } from "@std/assert";
import { createExpiry } from "../../../lib/misp/decay/expiry.ts";
import { polynomialScore } from "../../../lib/misp/decay/polynomial.ts";
import { compareScores } from "../../../lib/run/checks/compare_scores.ts";
import { DAY, model, T0 } from "../../misp/decay/support.ts";

const decaying = model({ baseScoreConfig: new Map([["risk:level", 1]]) });
const comparison = {
  models: [decaying],
  rules: createExpiry([decaying], new Map(), {
    decay: "majority",
    defaultMs: 0,
    perTypeMs: new Map(),
  }),
  window: { from: T0 - 2000, until: T0 + 1000 },
} as const;

/** An attribute of a day's age with the score that MISP is made to send. */
function attribute(sent: Record<string, unknown>, more: Record<string, unknown> = {}) {
  return {
    uuid: "u1",
    type: "ip-dst",
    timestamp: String((T0 - DAY) / 1000),
    decay_score: [{ base_score: 80, DecayingModel: { id: "1", name: "Test model" }, ...sent }],
    ...more,
  };
}

const scoreAt = (ms: number) => polynomialScore(decaying, 80, ms - (T0 - DAY));

Deno.test("compareScores() accepts a score of any moment of the answer", () => {
  for (const ms of [T0 - 2000, T0 - 500, T0 + 1000]) {
    assertEquals(compareScores(comparison, attribute({ score: scoreAt(ms) })), [undefined]);
  }
});

Deno.test("compareScores() tells scores that no moment of the answer explains", () => {
  for (const ms of [T0 - 60_000, T0 + 60_000]) {
    const [difference] = compareScores(comparison, attribute({ score: scoreAt(ms) }));
    assertMatch(difference ?? "", /^attribute u1 by "Test model": score [\d.]+ in MISP, [\d.]+ /);
  }
});

Deno.test("compareScores() counts tags of attribute and event, and tells another base score", () => {
  const Tag = [{ name: 'risk:level="high"', numerical_value: "40", inherited: 1 }];
  const sent = { base_score: 40, score: polynomialScore(decaying, 40, DAY) };
  assertEquals(compareScores(comparison, attribute(sent, { Tag })), [undefined]);
  const [difference] = compareScores(comparison, attribute({ score: 1 }, { Tag }));
  assertMatch(difference ?? "", /base score 80 in MISP, 40 computed$/);
});

Deno.test("compareScores() accepts 0 for what was last seen in the future, as older MISPs send it", () => {
  const last_seen = new Date(T0 + DAY).toISOString();
  assertEquals(compareScores(comparison, attribute({ score: 0 }, { last_seen })), [undefined]);
  assertEquals(compareScores(comparison, attribute({ score: 80 }, { last_seen })), [undefined]);
  assert(compareScores(comparison, attribute({ score: 0 }))[0] !== undefined);
});

Deno.test("compareScores() passes over models that are not compared", () => {
  const other = attribute({ score: 1, DecayingModel: { id: "9", name: "Other" } });
  assertEquals(compareScores(comparison, other), []);
  assertEquals(compareScores(comparison, { uuid: "u1", type: "ip-dst" }), []);
});
