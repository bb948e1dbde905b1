/**
 * Every query and aggregation of the panels and rules, asked of a real index that was filled from
 * the feed of the demo. What Kibana makes of the answers on the screen is not seen here.
 */
import { assert, assertEquals, assertGreater } from "@std/assert";
import { at, type JsonObject, listAt, numberAt, textAt } from "../../lib/elastic/json.ts";
import { type Panel, PANELS } from "../../lib/kibana/panels.ts";
import { detectionRules } from "../../lib/kibana/rules.ts";
import { EngineLab } from "../engines/engine_lab.ts";
import { startElasticsearch } from "../support/engine.ts";
import { PROJECT } from "../support/project.ts";
import { queryOf } from "./kql.ts";

const engine = await startElasticsearch();

async function search({ client, names }: EngineLab, body: JsonObject): Promise<JsonObject> {
  return await client.ask({ method: "POST", path: `/${names.latest}/_search`, body });
}

function aggregationOf(panel: Panel): JsonObject | undefined {
  switch (panel.chart) {
    case "metric":
      return panel.distinct === undefined ? undefined : { cardinality: { field: panel.distinct } };
    case "time":
      return {
        auto_date_histogram: { field: panel.field, buckets: 50 },
        aggs: { split: { terms: { field: panel.split, size: 6 } } },
      };
    default:
      return { terms: { field: panel.field, size: panel.size, order: { _count: "desc" } } };
  }
}

async function assertFilled(lab: EngineLab, panel: Panel): Promise<void> {
  const aggregation = aggregationOf(panel);
  const answer = await search(lab, {
    size: 0,
    track_total_hits: true,
    query: queryOf(panel.filter ?? ""),
    ...(aggregation === undefined ? {} : { aggs: { panel: aggregation } }),
  });
  assertGreater(numberAt(answer, "hits", "total", "value") ?? 0, 0, panel.id);
  if (panel.chart === "metric") {
    if (panel.distinct === undefined) return;
    assertGreater(numberAt(answer, "aggregations", "panel", "value") ?? 0, 1, panel.id);
    return;
  }
  const buckets = listAt(answer, "aggregations", "panel", "buckets");
  assertGreater(buckets.length, 0, `${panel.id} is empty`);
  if (panel.chart !== "time") return;
  const split = buckets.flatMap((bucket) => listAt(bucket, "split", "buckets"));
  assertGreater(split.length, 0, `${panel.id} is not split`);
}

/** What a rule compares with events: values of an indicator's field. */
async function assertMatches(lab: EngineLab, rule: JsonObject): Promise<void> {
  const answer = await search(lab, { size: 1000, query: queryOf(String(rule["threat_query"])) });
  const hits = listAt(answer, "hits", "hits");
  assertGreater(hits.length, 0, `${rule["rule_id"]} finds no indicator`);
  const fields = new Set(
    listAt(rule, "threat_mapping").map((each) => textAt(each, "entries", 0, "value") ?? ""),
  );
  for (const hit of hits) {
    const source = at(hit, "_source");
    const values = [...fields].filter((field) => at(source, ...field.split(".")) !== undefined);
    assertGreater(
      values.length,
      0,
      `${rule["rule_id"]}: nothing to compare in ${textAt(hit, "_id")}`,
    );
    assertEquals(at(source, "misp", "attribute", "to_ids"), true);
  }
  for (const field of fields) {
    const value = hits.map((hit) => at(hit, "_source", ...field.split("."))).find((each) =>
      each !== undefined
    );
    assert(value !== undefined, `${rule["rule_id"]}: no indicator has ${field}`);
  }
}

Deno.test({
  name: "Every panel and every rule finds what it is about",
  ignore: engine.url === undefined,
  async fn(test) {
    if (engine.url === undefined) return;
    await using lab = await EngineLab.start(engine, {
      events: 1,
      env: {
        TI_MISP_SOURCE: `feed:${PROJECT}/tests/fixtures/feed`,
        TI_MISP_EXPIRE_DEFAULT: "3650d",
      },
    });
    await lab.json("install-assets");
    await lab.json("sync-attributes");
    for (const panel of PANELS) {
      // Of what ends within a week there is nothing in a feed of a fixed age.
      if (panel.id === "ending") continue;
      await test.step(`panel "${panel.title}"`, () => assertFilled(lab, panel));
    }
    for (const rule of detectionRules()) {
      await test.step(`rule "${rule["name"]}"`, () => assertMatches(lab, rule));
    }
    await test.step('panel "End within 7 days"', async () => {
      const panel = PANELS.find(({ id }) => id === "ending")!;
      const soon = new Date(Date.now() + 86_400_000).toISOString();
      await lab.client.ask({
        method: "PUT",
        path: `/${lab.names.latest}/_doc/soon`,
        query: { refresh: true },
        body: { misp: { attribute: { decayed_at: soon, decayed: false } } },
      });
      await assertFilled(lab, panel);
    });
  },
});
