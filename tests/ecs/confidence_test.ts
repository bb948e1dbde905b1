import { assertEquals } from "@std/assert";
import { confidenceOf } from "../../lib/ecs/confidence.ts";

const MISP = "misp:confidence-level=";
const CREDIBILITY = "admiralty-scale:information-credibility=";
const RELIABILITY = "admiralty-scale:source-reliability=";
const ESTIMATE = "estimative-language:confidence-in-analytic-judgment=";

const RATINGS = {
  [`${MISP}completely-confident`]: "High",
  [`${MISP}usually-confident`]: "High",
  [`${MISP}fairly-confident`]: "Medium",
  [`${MISP}rarely-confident`]: "Low",
  [`${MISP}unconfident`]: "None",
  [`${MISP}confidence-cannot-be-evaluated`]: "Not Specified",
  [`${CREDIBILITY}1`]: "High",
  [`${CREDIBILITY}2`]: "High",
  [`${CREDIBILITY}3`]: "Medium",
  [`${CREDIBILITY}4`]: "Low",
  [`${CREDIBILITY}5`]: "None",
  [`${CREDIBILITY}6`]: "Not Specified",
  [`${RELIABILITY}a`]: "High",
  [`${RELIABILITY}b`]: "High",
  [`${RELIABILITY}c`]: "Medium",
  [`${RELIABILITY}d`]: "Low",
  [`${RELIABILITY}e`]: "None",
  [`${RELIABILITY}f`]: "Not Specified",
  [`${RELIABILITY}g`]: "None",
  [`${ESTIMATE}high`]: "High",
  [`${ESTIMATE}moderate`]: "Medium",
  [`${ESTIMATE}low`]: "Low",
} satisfies Record<string, string>;

for (const [tag, rating] of Object.entries(RATINGS)) {
  Deno.test(`confidenceOf() rates ${tag} as ${rating}`, () => {
    assertEquals(confidenceOf(["other", tag]) as string, rating);
  });
}

Deno.test("confidenceOf() lets the first taxonomy win, and in it the first tag", () => {
  const tags = [`${RELIABILITY}a`, `${CREDIBILITY}4`, `${CREDIBILITY}1`];
  assertEquals(confidenceOf(tags), "Low");
});

Deno.test("confidenceOf() lets any rating win over one that says nothing", () => {
  assertEquals(confidenceOf([`${MISP}confidence-cannot-be-evaluated`, `${ESTIMATE}low`]), "Low");
  assertEquals(confidenceOf([`${CREDIBILITY}6`, `${CREDIBILITY}5`]), "None");
});

Deno.test("confidenceOf() knows no other values", () => {
  assertEquals(confidenceOf([`${MISP}x`, `${RELIABILITY}h`, "constructor", MISP]), undefined);
});
