/** The engines that the default run leaves out; `deno task test:engines` runs them. */
import { engineSuite } from "./suite.ts";

await engineSuite({ title: "Elasticsearch 9", engine: "elasticsearch-9" });
await engineSuite({ title: "Elasticsearch 8", engine: "elasticsearch-8" });
await engineSuite({ title: "OpenSearch 2", engine: "opensearch-2" });
