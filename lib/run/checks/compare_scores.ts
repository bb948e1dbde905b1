/** Scores as MISP sends them beside those that are computed here. */
import { flag, isObject, type JsonObject, list, text } from "../../ecs/read.ts";
import type { ExpiryRules } from "../../misp/decay/expiry.ts";
import type { DecayingModel } from "../../misp/decay/models.ts";
import { polynomialScore } from "../../misp/decay/polynomial.ts";
import { readNumber } from "../../misp/decay/reading.ts";
import { readStamps, timesOf } from "../../misp/decay/times.ts";

/** When MISP may have computed its scores, epoch milliseconds. */
export interface Window {
  readonly from: number;
  readonly until: number;
}

export interface Comparison {
  readonly models: readonly DecayingModel[];
  readonly rules: ExpiryRules;
  readonly window: Window;
}

/** For each score of the attribute that a model gave: undefined, or in what it differs. */
export function compareScores(
  { models, rules, window }: Comparison,
  attribute: JsonObject,
): readonly (string | undefined)[] {
  const inherited = list(attribute["Tag"]).filter((tag) =>
    isObject(tag) && flag(tag["inherited"]) === true
  );
  const { scores } = rules.expiryOf(attribute, rules.prepareEvent({ Tag: inherited }), 0);
  return list(attribute["decay_score"]).filter(isObject).flatMap((sent) => {
    const id = isObject(sent["DecayingModel"]) ? text(sent["DecayingModel"]["id"]) : undefined;
    const model = models.find((model) => model.id === id);
    if (model === undefined) return [];
    const base = scores.find((score) => score.id === id)?.baseScore;
    const difference = differenceOf(model, base, attribute, sent, window);
    return [
      difference && `attribute ${text(attribute["uuid"])} by "${model.name}": ${difference}`,
    ];
  });
}

function differenceOf(
  model: DecayingModel,
  base: number | undefined,
  attribute: JsonObject,
  sent: JsonObject,
  window: Window,
): string | undefined {
  const sentBase = readNumber(sent["base_score"]);
  const sentScore = readNumber(sent["score"]);
  const times = timesOf(readStamps(attribute), attribute["Sighting"]);
  if (base === undefined || times === undefined) return "MISP has a score, none is computed here";
  if (sentBase === undefined || sentScore === undefined) return "MISP's score is no number";
  if (!isClose(base, sentBase)) return `base score ${sentBase} in MISP, ${base} computed`;
  // Before 2.5.36 MISP gave 0 to what was last seen in the future.
  if (times.startMs > window.from && sentScore === 0) return undefined;
  // A score only falls, so that MISP's lies between those at both ends of the window.
  const highest = polynomialScore(model, base, window.from - times.startMs);
  const lowest = polynomialScore(model, base, window.until - times.startMs);
  const within = (sentScore <= highest || isClose(sentScore, highest)) &&
    (sentScore >= lowest || isClose(sentScore, lowest));
  return within ? undefined : `score ${sentScore} in MISP, ${highest} computed`;
}

function isClose(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-6 * Math.max(1, Math.abs(b));
}
