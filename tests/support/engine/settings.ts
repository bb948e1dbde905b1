import type { EngineFacts } from "./catalogue.ts";

export interface NodeSettings {
  readonly facts: EngineFacts;
  /** Folder of configuration, data and logs. */
  readonly folder: string;
  readonly port: number;
  readonly transportPort: number;
  readonly heap: string;
  readonly security: boolean;
  readonly tls: boolean;
}

/** Text of `elasticsearch.yml` or `opensearch.yml`. */
export function nodeSettings(node: NodeSettings): string {
  const lines = [
    "cluster.name: ti-misp-tests",
    "node.name: n1",
    `path.data: ${node.folder}/data`,
    `path.logs: ${node.folder}/logs`,
    "network.host: 127.0.0.1",
    `http.port: ${node.port}`,
    `transport.port: ${node.transportPort}`,
    "discovery.type: single-node",
    "cluster.routing.allocation.disk.threshold_enabled: false",
    // With a small heap and a serial collector, garbage counts as memory in use: false 429s.
    "indices.breaker.total.use_real_memory: false",
    ...(node.facts.product === "elasticsearch" ? securitySettings(node) : []),
  ];
  return `${lines.join("\n")}\n`;
}

function securitySettings({ security, tls }: NodeSettings): readonly string[] {
  return [
    `xpack.security.enabled: ${security || tls}`,
    "xpack.security.autoconfiguration.enabled: false",
    ...(tls
      ? [
        "xpack.security.http.ssl.enabled: true",
        "xpack.security.http.ssl.key: certs/server.key",
        "xpack.security.http.ssl.certificate: certs/server.crt",
      ]
      : []),
  ];
}

/** Text of Elasticsearch's `jvm.options`. */
export function elasticsearchJvmOptions({ heap }: NodeSettings): string {
  return [
    `-Xms${heap}`,
    `-Xmx${heap}`,
    "-XX:+UseSerialGC",
    "-XX:-AlwaysPreTouch",
    "-Djava.io.tmpdir=${ES_TMPDIR}",
    "20-:--add-modules=jdk.incubator.vector",
    "",
  ].join("\n");
}

/** OpenSearch's own `jvm.options` with our heap and our folders. */
export function opensearchJvmOptions(original: string, { heap, folder }: NodeSettings): string {
  return original
    .replace(/^-Xms.*/m, `-Xms${heap}`)
    .replace(/^-Xmx.*/m, `-Xmx${heap}`)
    .replaceAll("logs/gc.log", `${folder}/logs/gc.log`)
    .replace(/^-XX:HeapDumpPath=.*$/m, "")
    .replace(/-XX:ErrorFile=.*/, `-XX:ErrorFile=${folder}/logs/hs_err_pid%p.log`);
}
