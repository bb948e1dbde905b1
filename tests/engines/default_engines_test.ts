import { engineSuite } from "./suite.ts";

await engineSuite({
  title: "Elasticsearch 9 over TLS, with API keys of the printed roles",
  engine: "elasticsearch-9",
  tls: true,
  printedRoles: true,
});
await engineSuite({ title: "OpenSearch 3", engine: "opensearch-3" });
