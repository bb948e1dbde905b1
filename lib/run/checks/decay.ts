/** Whether scores computed here are those that MISP computes, on a sample. */
import type { Session } from "../../cli/session.ts";
import { isObject, list } from "../../ecs/read.ts";
import { RequestError } from "../../errors.ts";
import type { MispClient } from "../../misp/client.ts";
import { createExpiry } from "../../misp/decay/expiry.ts";
import { type DecayingModel, parseDecayingModels } from "../../misp/decay/models.ts";
import { parseTagValues } from "../../misp/decay/tag_values.ts";
import { type Asked, askMisp } from "./ask_misp.ts";
import { compareScores, type Comparison, type Window } from "./compare_scores.ts";
import { type Finding, ok, skipped, wrong } from "./finding.ts";

const SAMPLE = 50;

export async function decayFinding(session: Session, client: MispClient): Promise<Finding> {
  const { config, context: { clock } } = session;
  if (config.expire.decay === "off") return skipped("Decay", "expire.decay is off");
  const ask = async (path: string) => (await askMisp(client, clock, { method: "GET", path })).body;
  const models = await modelsOf(ask);
  const types = new Set(models.flatMap((model) => [...model.types]));
  if (types.size === 0) {
    return ok("Decay", "MISP has no polynomial model in use: indicators end by expire.default");
  }
  const rules = createExpiry(models, parseTagValues(await ask("/tags/index.json")), {
    decay: "majority",
    defaultMs: 0,
    perTypeMs: new Map(),
  });
  const asked = await askMisp(client, clock, {
    method: "POST",
    path: "/attributes/restSearch",
    body: {
      returnFormat: "json",
      type: [...types],
      limit: SAMPLE,
      page: 1,
      order: "Attribute.id desc",
      includeDecayScore: 1,
      includeSightings: 1,
    },
  });
  return verdictOn(asked, { models, rules, window: windowOf(asked) });
}

/** Those whose formula is computed here; a MISP without the page has none. */
async function modelsOf(
  ask: (path: string) => Promise<unknown>,
): Promise<readonly DecayingModel[]> {
  try {
    return parseDecayingModels(await ask("/decayingModel/index.json"))
      .filter(({ enabled, formula }) => enabled && formula === "polynomial");
  } catch (error) {
    if (error instanceof RequestError && error.kind === "missing") return [];
    throw error;
  }
}

/** By MISP's own clock: its scores may be older, or younger, by what the answer took. */
function windowOf({ headers, sentAt, answeredAt }: Asked): Window {
  const sent = Date.parse(headers.get("date") ?? "");
  const date = Number.isNaN(sent) ? answeredAt : sent;
  const took = answeredAt - sentAt;
  return { from: date - 2000 - took, until: date + 1000 + took };
}

function verdictOn({ body }: Asked, comparison: Comparison): Finding {
  const response = isObject(body) ? body["response"] : undefined;
  const attributes = list(isObject(response) ? response["Attribute"] : undefined).filter(isObject);
  const results = attributes.flatMap((attribute) => compareScores(comparison, attribute));
  if (results.length === 0) return skipped("Decay", "MISP sends no score that could be compared");
  const differing = results.filter((difference) => difference !== undefined);
  const told = `${results.length - differing.length} of ${results.length} scores of ` +
    `${attributes.length} attributes are computed as MISP does`;
  const [first] = differing;
  return first === undefined ? ok("Decay", told) : wrong(
    "Decay",
    `${told}; ${first}`,
    "set expire.decay to off until this is understood, and report it",
  );
}
