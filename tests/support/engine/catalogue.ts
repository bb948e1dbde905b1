export type EngineName = "elasticsearch-9" | "elasticsearch-8" | "opensearch-3" | "opensearch-2";

export interface EngineFacts {
  readonly product: "elasticsearch" | "opensearch";
  readonly version: string;
  /** Folder in the cache that holds the unpacked server. */
  readonly folder: string;
  /** Version of the SonarQube archive that ships this Elasticsearch. */
  readonly archive?: string;
  readonly image: string;
  /** Java versions that run it, both ends inclusive. */
  readonly java: readonly [number, number];
}

export const ENGINES: Readonly<Record<EngineName, EngineFacts>> = {
  "elasticsearch-9": {
    product: "elasticsearch",
    version: "9.4.3",
    folder: "elasticsearch-sonar-26.9.0.129388",
    archive: "26.9.0.129388",
    image: "docker.elastic.co/elasticsearch/elasticsearch:9.4.3",
    java: [21, 99],
  },
  "elasticsearch-8": {
    product: "elasticsearch",
    version: "8.19.8",
    folder: "elasticsearch-sonar-26.1.0.118079",
    archive: "26.1.0.118079",
    image: "docker.elastic.co/elasticsearch/elasticsearch:8.19.8",
    java: [21, 99],
  },
  "opensearch-3": {
    product: "opensearch",
    version: "3.6.0",
    folder: "opensearch-3.6.0",
    image: "docker.io/opensearchproject/opensearch:3.6.0",
    java: [21, 99],
  },
  // Its security manager is gone from Java 24 on.
  "opensearch-2": {
    product: "opensearch",
    version: "2.19.6",
    folder: "opensearch-2.19.6",
    image: "docker.io/opensearchproject/opensearch:2.19.6",
    java: [17, 21],
  },
};

export function isEngineName(name: string): name is EngineName {
  return name in ENGINES;
}
