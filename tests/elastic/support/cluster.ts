/** Tests against a real server: each in a namespace of its own, removed afterwards. */
import { connectElastic, type ElasticClient } from "../../../lib/elastic/client.ts";
import { type Names, namesOf } from "../../../lib/elastic/names.ts";
import { startElasticsearch } from "../../support/engine.ts";
import { testContext, testSettings } from "./context.ts";

/** Undefined where no server can be had, which the starter says on standard error. */
const { url: clusterUrl } = await startElasticsearch();

export interface Cluster {
  readonly client: ElasticClient;
  readonly names: Names;
  readonly context: ReturnType<typeof testContext>;
  readonly url: string;
}

/** Registers a test that is ignored where there is no server. */
export function clusterTest(name: string, body: (cluster: Cluster) => Promise<void>): void {
  Deno.test({
    name,
    ignore: clusterUrl === undefined,
    async fn() {
      const url = clusterUrl ?? "";
      // Leases are timed by the clock, so it starts at the real time.
      const context = testContext(Date.now());
      await using client = await connectElastic(testSettings(url), context);
      const names = namesOf(`t${crypto.randomUUID().replaceAll("-", "")}`);
      try {
        await body({ client, names, context, url });
      } finally {
        await remove(client, names);
      }
    },
  });
}

async function remove(client: ElasticClient, names: Names): Promise<void> {
  const indices = [names.latest, names.state].flatMap((name) => [name, `${name}-v2`, `${name}-v3`]);
  const templates = [names.latestTemplate, names.journal, names.history];
  for (
    const path of [
      ...indices.map((name) => `/${name}`),
      ...templates.map((name) => `/_index_template/${name}`),
      `/_component_template/${names.fields}`,
      `/_ingest/pipeline/${names.historyPipeline}`,
    ]
  ) {
    try {
      await client.request({ method: "DELETE", path, uninterrupted: true });
    } catch {
      // It was not made by this test.
    }
  }
}
