import { assertEquals, assertThrows } from "@std/assert";
import { RequestError } from "../../../lib/errors.ts";
import { parseDecayingModels } from "../../../lib/misp/decay/models.ts";

const ROW = {
  DecayingModel: {
    id: "2",
    uuid: "11111111-2222-4333-8444-555555555555",
    name: "Phishing model",
    parameters: {
      lifetime: 3,
      decay_speed: 2.3,
      threshold: 30,
      default_base_score: 80,
      base_score_config: { "phishing:state": 0.25, "priority-level": 0.75 },
    },
    attribute_types: ["domain", "url"],
    enabled: true,
    formula: "Polynomial",
    default: true,
  },
  DecayingModelMapping: [],
};

const MODEL = {
  id: "2",
  name: "Phishing model",
  formula: "polynomial",
  lifetimeDays: 3,
  decaySpeed: 2.3,
  threshold: 30,
  defaultBaseScore: 80,
  baseScoreConfig: new Map([["phishing:state", 0.25], ["priority-level", 0.75]]),
  types: new Set(["domain", "url"]),
  enabled: true,
};

function parseWith(fields: Record<string, unknown>, mapping: unknown = []) {
  const row = {
    DecayingModel: { ...ROW.DecayingModel, ...fields },
    DecayingModelMapping: mapping,
  };
  return parseDecayingModels([row])[0];
}

Deno.test("parseDecayingModels() reads what MISP 2.5 sends", () => {
  assertEquals(parseDecayingModels([ROW]), [MODEL]);
  assertEquals(parseDecayingModels([]), []);
});

Deno.test("parseDecayingModels() reads JSON texts, numeric texts and PHP's forms of lists", () => {
  const parameters = JSON.stringify({
    lifetime: "3",
    decay_speed: "2.3",
    threshold: "30",
    default_base_score: "80",
    base_score_config: JSON.stringify({ "phishing:state": "0.25", "priority-level": 0.75 }),
  });
  assertEquals(parseWith({ id: 2, parameters, enabled: "1", default: 1 }), MODEL);
  assertEquals(parseWith({ attribute_types: '["domain","url"]' }), MODEL);
  assertEquals(parseWith({ attribute_types: { "0": "domain", "3": "url" } }), MODEL);
  assertEquals(
    parseWith({ parameters: { ...ROW.DecayingModel.parameters, base_score_config: [] } }),
    { ...MODEL, baseScoreConfig: new Map() },
  );
});

Deno.test("parseDecayingModels() keeps a model whose parameters are missing or odd", () => {
  const bare = {
    ...MODEL,
    lifetimeDays: undefined,
    decaySpeed: undefined,
    threshold: 0,
    defaultBaseScore: 0,
    baseScoreConfig: new Map(),
  };
  for (const parameters of [undefined, null, "", "{", [], 7]) {
    assertEquals(parseWith({ parameters }), bare);
  }
  const odd = { lifetime: "long", decay_speed: null, threshold: [], base_score_config: "" };
  assertEquals(parseWith({ parameters: odd }), bare);
});

Deno.test("parseDecayingModels() knows disabled models and those without formula or name", () => {
  assertEquals(parseWith({ enabled: false })?.enabled, false);
  assertEquals(parseWith({ enabled: "0" })?.enabled, false);
  assertEquals(parseWith({ formula: "" })?.formula, "polynomial");
  assertEquals(parseWith({ formula: "PolynomialExtended" })?.formula, "polynomialextended");
  assertEquals(parseWith({ name: null })?.name, "Decaying model 2");
});

Deno.test("parseDecayingModels() adds mapped types, which alone count for an own model", () => {
  const mapping = [{ attribute_type: "ip-dst", model_id: "2" }, null, {}];
  assertEquals(parseWith({}, mapping)?.types, new Set(["domain", "url", "ip-dst"]));
  assertEquals(parseWith({ default: false }, mapping)?.types, new Set(["ip-dst"]));
  assertEquals(parseWith({ default: false }, [])?.types, new Set());
  assertEquals(parseWith({ default: false }, null)?.types, new Set(["domain", "url"]));
});

Deno.test("parseDecayingModels() refuses an answer that is no list of models", () => {
  for (const answer of [{}, null, "", { DecayingModel: {} }, [{}], [{ DecayingModel: {} }]]) {
    const error = assertThrows(
      () => parseDecayingModels(answer),
      RequestError,
      "no list of decaying models",
    );
    assertEquals(error.kind, "malformed");
  }
});
