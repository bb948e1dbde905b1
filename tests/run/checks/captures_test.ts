/** The check of scores against recorded answers of a real MISP; skipped where those are absent. */
import { assert, assertEquals } from "@std/assert";
import { isObject, list } from "../../../lib/ecs/read.ts";
import { createExpiry } from "../../../lib/misp/decay/expiry.ts";
import { parseDecayingModels } from "../../../lib/misp/decay/models.ts";
import { parseTagValues } from "../../../lib/misp/decay/tag_values.ts";
import { compareScores } from "../../../lib/run/checks/compare_scores.ts";

interface Capture {
  readonly response: {
    readonly headers: Readonly<Record<string, string>>;
    readonly body: unknown;
  };
}

const FOLDER = new URL("../../../../shared/fixtures/misp-captures/", import.meta.url);
const ignore = !await Deno.stat(FOLDER).then(() => true, () => false);

async function capture(name: string): Promise<Capture["response"]> {
  const text = await Deno.readTextFile(new URL(`${name}.json`, FOLDER));
  return (JSON.parse(text) as Capture).response;
}

Deno.test({
  name: "compareScores() finds no difference in the scores of a real MISP",
  ignore,
  fn: async () => {
    const models = parseDecayingModels((await capture("misc_decayingModel_index")).body);
    const tagValues = parseTagValues((await capture("misc_tags_index")).body);
    const rules = createExpiry(models, tagValues, {
      decay: "majority",
      defaultMs: 0,
      perTypeMs: new Map(),
    });
    const { headers, body } = await capture("attr_event1_full_options");
    const date = Date.parse(headers["Date"] ?? "");
    const response = isObject(body) && isObject(body["response"]) ? body["response"] : {};
    const attributes = list(response["Attribute"]).filter(isObject);
    const results = attributes.flatMap((attribute) =>
      compareScores(
        { models, rules, window: { from: date - 2000, until: date + 1000 } },
        attribute,
      )
    );
    assert(results.length >= 40, String(results.length));
    assertEquals(results.filter((difference) => difference !== undefined), []);
  },
});
