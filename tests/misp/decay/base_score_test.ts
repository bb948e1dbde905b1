import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { baseScore } from "../../../lib/misp/decay/base_score.ts";

const model = {
  defaultBaseScore: 80,
  baseScoreConfig: new Map([["risk", 0.1667], ["retention", 0.1667], ["skill", 0.0833]]),
};

function tag(base: string, value?: number) {
  return { name: `${base}:${value}`, base, value };
}

Deno.test("baseScore() weighs the values of the tags present", () => {
  assertEquals(baseScore(model, [tag("risk", 25), tag("retention", 0)]), 12.5);
  assertEquals(baseScore(model, [tag("risk", 25)]), 25);
  const mixed = baseScore(model, [tag("risk", 100), tag("skill", 40)]);
  assert(Math.abs(mixed - (0.1667 * 100 + 0.0833 * 40) / 0.25) < 1e-12);
});

Deno.test("baseScore() counts several tags of one base each with its full weight", () => {
  assertEquals(baseScore(model, [tag("risk", 25), tag("risk", 75)]), 50);
});

Deno.test("baseScore() is the default without a tag that has both weight and value", () => {
  assertEquals(baseScore(model, []), 80);
  assertEquals(baseScore(model, [tag("tlp", 10), tag("risk")]), 80);
  assertEquals(baseScore({ ...model, baseScoreConfig: new Map() }, [tag("risk", 25)]), 80);
});

Deno.test("baseScore() is the default where the weights add up to nothing", () => {
  const weightless = { ...model, baseScoreConfig: new Map([["risk", 0]]) };
  assertEquals(baseScore(weightless, [tag("risk", 25)]), 80);
});

Deno.test("baseScore() is finite for any weights and values", () => {
  const number = fc.double({ noNaN: true, noDefaultInfinity: true });
  const tags = fc.array(fc.tuple(fc.constantFrom("a", "b", "c"), fc.option(number)));
  fc.assert(fc.property(tags, number, number, (tags, weight, other) => {
    const weights = new Map([["a", weight], ["b", other]]);
    const score = baseScore(
      { defaultBaseScore: 80, baseScoreConfig: weights },
      tags.map(([base, value]) => tag(base, value ?? undefined)),
    );
    assert(Number.isFinite(score), `${score}`);
  }));
});
