import { assert, assertEquals, assertObjectMatch } from "@std/assert";
import { at, type JsonObject } from "../../lib/elastic/json.ts";
import { type AssetOptions, assets, body, EVERYTHING, names } from "./support/asset_bodies.ts";

const DAY = 86_400_000;

Deno.test("assetsFor() leaves settings and policies to Serverless, but for retention and pipeline", () => {
  const options: AssetOptions = { engine: "serverless", settings: EVERYTHING };
  const found = assets(options);
  assertEquals(found.filter(({ kind }) => kind === "ilm_policy"), []);
  for (const { kind, name, body } of found) {
    const settings = kind === "index" ? at(body, "settings") : at(body, "template", "settings");
    const wanted = kind === "index_template" && name === names.history
      ? { index: { final_pipeline: names.historyPipeline } }
      : undefined;
    assertEquals(settings, wanted, `${kind} ${name}`);
  }
  const lifecycle = (name: string) =>
    at(body("index_template", name, options), "template", "lifecycle");
  assertEquals(lifecycle(names.journal), { enabled: true, data_retention: "365d" });
  assertEquals(lifecycle(names.history), { enabled: true, data_retention: "5d" });
});

Deno.test("assetsFor() writes the retention into the policy of Elasticsearch", () => {
  const phases = (journal: number | "off") =>
    at(
      body("ilm_policy", names.journalPolicy, {
        settings: { retention: { journal, history: "off" } },
      }),
      "policy",
      "phases",
    );
  const hot = (age: string) => ({
    min_age: "0ms",
    actions: { rollover: { max_age: age, max_primary_shard_size: "50gb" } },
  });
  const last = (age: string) => ({ min_age: age, actions: { delete: {} } });
  assertEquals(phases(365 * DAY), { hot: hot("30d"), delete: last("365d") });
  assertEquals(phases(60 * DAY), { hot: hot("7d"), delete: last("60d") });
  assertEquals(phases(5 * DAY), { hot: hot("1d"), delete: last("5d") });
  assertEquals(phases(DAY / 2), { hot: hot("1h"), delete: last("12h") });
  assertEquals(JSON.parse(JSON.stringify(phases("off"))), { hot: hot("30d") });
  const settings = at(body("index_template", names.journal), "template", "settings", "index");
  assertObjectMatch(settings as JsonObject, { lifecycle: { name: names.journalPolicy } });
});

Deno.test("assetsFor() writes the retention into the policy of OpenSearch", () => {
  const states = (journal: number | "off") =>
    body("ism_policy", names.journalPolicy, {
      engine: "opensearch",
      settings: { retention: { journal, history: "off" } },
    });
  assertObjectMatch(states(365 * DAY), {
    policy: {
      default_state: "hot",
      states: [
        {
          name: "hot",
          actions: [{ rollover: { min_index_age: "30d", min_primary_shard_size: "50gb" } }],
          transitions: [{ state_name: "delete", conditions: { min_rollover_age: "365d" } }],
        },
        { name: "delete", actions: [{ delete: {} }] },
      ],
      ism_template: [{ index_patterns: [names.journal] }],
    },
  });
  const [hot, ...others] = at(states("off"), "policy", "states") as JsonObject[];
  assertEquals([hot?.["transitions"], others], [[], []]);
});

Deno.test("assetsFor() tells what a server cannot have", () => {
  const reasons = (options: AssetOptions) =>
    assets(options).filter(({ unavailable }) => unavailable !== undefined)
      .map(({ kind, unavailable }) => `${kind}: ${unavailable}`);
  const without = { features: { policies: false, transforms: false } };
  assertEquals(reasons({ ...without }), [
    "ilm_policy: this server lacks index lifecycle management, so that nothing deletes old records",
  ]);
  assertEquals(
    reasons({ ...without, settings: { latest: "transform" } }).at(-1),
    [
      "transform: this server lacks transforms, so that nothing fills the index of current indicators",
    ].join(),
  );
  const [policy] = reasons({ ...without, engine: "opensearch" });
  assertEquals(
    policy,
    "ism_policy: this server lacks the plugin for it, so that nothing deletes old records",
  );
  const template = body("index_template", names.journal, without);
  assertEquals(at(template, "template", "settings", "index", "lifecycle"), undefined);
});

Deno.test("assetsFor() has stand-ins for flattened fields on OpenSearch", () => {
  const elastic = body("index", names.latest);
  const index = body("index", names.latest, { engine: "opensearch" });
  const misp = ["mappings", "properties", "misp", "properties"];
  const flattened = { type: "flattened", ignore_above: 8191 };
  assertEquals(at(elastic, ...misp, "indicator"), flattened);
  assertEquals(at(index, ...misp, "indicator"), { type: "object", dynamic: true });
  assertEquals(at(index, ...misp, "attribute", "properties", "decay_score"), {
    type: "flat_object",
  });
  assertEquals(at(index, "mappings", "dynamic_templates", 0), {
    "misp.indicator": {
      path_match: "misp.indicator.*",
      mapping: { type: "keyword", ignore_above: 8191 },
    },
  });
  for (const { kind, body } of assets({ engine: "opensearch", settings: EVERYTHING })) {
    assert(!JSON.stringify(body).includes('"flattened"'), kind);
  }
});
