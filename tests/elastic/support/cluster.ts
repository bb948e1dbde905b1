/** Tests against a real server: each in a namespace of its own, removed afterwards. */
import { connectElastic, type ElasticClient } from "../../../lib/elastic/client.ts";
import { type Names, namesOf } from "../../../lib/elastic/names.ts";
import { startElasticsearch } from "../../support/engine.ts";
import type { EngineOptions } from "../../support/engine/options.ts";
import { testContext, testSettings } from "./context.ts";

export interface Cluster {
  readonly client: ElasticClient;
  readonly names: Names;
  readonly context: ReturnType<typeof testContext>;
  readonly url: string;
}

type ClusterTest = (name: string, body: (cluster: Cluster) => Promise<void>) => void;

/** Registers tests on that engine; ignored where it cannot be had, which its starter tells. */
export async function clusterTestsOn(options: EngineOptions): Promise<ClusterTest> {
  const { url } = await startElasticsearch(options);
  return (name, body) =>
    Deno.test({ name, ignore: url === undefined, fn: () => inNamespace(url ?? "", body) });
}

export const clusterTest = await clusterTestsOn({});

async function inNamespace(
  url: string,
  body: (cluster: Cluster) => Promise<void>,
): Promise<void> {
  // Leases are timed by the clock, so it starts at the real time.
  const context = testContext(Date.now());
  await using client = await connectElastic(testSettings(url), context);
  const names = namesOf(`t${crypto.randomUUID().replaceAll("-", "")}`);
  try {
    await body({ client, names, context, url });
  } finally {
    await remove(client, names);
  }
}

async function remove(client: ElasticClient, names: Names): Promise<void> {
  const indices = [names.latest, names.state].flatMap((name) => [name, `${name}-v2`, `${name}-v3`]);
  const templates = [names.latestTemplate, names.journal, names.history];
  for (
    const path of [
      `/_transform/${names.transform}?force=true`,
      ...indices.map((name) => `/${name}`),
      ...[names.journal, names.history].map((name) => `/_data_stream/${name}`),
      ...templates.map((name) => `/_index_template/${name}`),
      `/_component_template/${names.fields}`,
      `/_ingest/pipeline/${names.historyPipeline}`,
      ...[names.journalPolicy, names.historyPolicy].map((name) => `/_ilm/policy/${name}`),
    ]
  ) {
    try {
      await client.request({ method: "DELETE", path, uninterrupted: true });
    } catch {
      // It was not made by this test.
    }
  }
}
