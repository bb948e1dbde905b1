/**
 * The servers that are served, and how they differ: one table, so that no other file asks which
 * server it talks to.
 */
import { PreconditionError } from "../errors.ts";
import { isObject, type JsonObject, type JsonValue, textAt } from "./json.ts";

export interface MediaTypes {
  readonly json: string;
  readonly ndjson: string;
}

/** How a point in time is opened, closed, and paged through. */
export interface PointInTimeDialect {
  readonly openPath: (index: string) => string;
  readonly idField: string;
  readonly closePath: string;
  readonly closeBody: (id: string) => JsonObject;
  /** The cheapest total order of a point in time; without it a unique field serves. */
  readonly tieBreaker: string | undefined;
}

/**
 * - `flat_object`: any names below it, but a value of more than 32,766 bytes is refused.
 * - `keywords`: a field of its own for each name, which must be few; long values are no matter.
 */
export type FlattenedStandIn = "flat_object" | "keywords";

export interface Dialect {
  readonly media: MediaTypes;
  readonly headers: Readonly<Record<string, string>>;
  /** Value of the header `x-elastic-product` on every good answer. */
  readonly productHeader: string | undefined;
  readonly pointInTime: PointInTimeDialect;
  readonly lifecycle: "ilm" | "data_stream" | "ism";
  /** Whether transforms can keep the newest document of each key (`latest`). */
  readonly transforms: boolean;
  /** Whether the server knows fields of type `flattened`; else what stands in for them, by path. */
  readonly flattened: "known" | Readonly<Record<string, FlattenedStandIn>>;
  /** Whether shards, replicas and the like are the user's to choose. */
  readonly indexSettings: boolean;
}

export interface Flavour extends Dialect {
  readonly family: Family;
  /** For people: `Elasticsearch 9.4.3`. */
  readonly name: string;
  readonly version: string;
}

const PLAIN_MEDIA = {
  json: "application/json",
  ndjson: "application/x-ndjson",
} satisfies MediaTypes;

/** Elasticsearch refuses a higher number than its own major version, and serves the one before. */
function compatibleWith(major: number): MediaTypes {
  return {
    json: `application/vnd.elasticsearch+json; compatible-with=${major}`,
    ndjson: `application/vnd.elasticsearch+x-ndjson; compatible-with=${major}`,
  };
}

const ELASTIC_PIT = {
  openPath: (index) => `/${index}/_pit`,
  idField: "id",
  closePath: "/_pit",
  closeBody: (id) => ({ id }),
  tieBreaker: "_shard_doc",
} satisfies PointInTimeDialect;

const OPENSEARCH_PIT = {
  openPath: (index) => `/${index}/_search/point_in_time`,
  idField: "pit_id",
  closePath: "/_search/point_in_time",
  closeBody: (id) => ({ pit_id: [id] }),
  tieBreaker: undefined,
} satisfies PointInTimeDialect;

const ELASTICSEARCH_8 = {
  media: compatibleWith(8),
  headers: {},
  productHeader: "Elasticsearch",
  pointInTime: ELASTIC_PIT,
  lifecycle: "ilm",
  transforms: true,
  flattened: "known",
  indexSettings: true,
} satisfies Dialect;

const OPENSEARCH = {
  media: PLAIN_MEDIA,
  headers: {},
  productHeader: undefined,
  pointInTime: OPENSEARCH_PIT,
  lifecycle: "ism",
  transforms: false,
  // Of facets there are as many as MISP has types, of an object's attributes as it has fields.
  flattened: {
    "misp.attribute.decay_score": "flat_object",
    "misp.indicator": "keywords",
    "misp.object.attribute": "keywords",
  },
  indexSettings: true,
} satisfies Dialect;

const DIALECTS = {
  elasticsearch8: ELASTICSEARCH_8,
  elasticsearch9: { ...ELASTICSEARCH_8, media: compatibleWith(9) },
  serverless: {
    ...ELASTICSEARCH_8,
    media: PLAIN_MEDIA,
    headers: { "elastic-api-version": "2023-10-31" },
    lifecycle: "data_stream",
    indexSettings: false,
  },
  opensearch2: OPENSEARCH,
  opensearch3: OPENSEARCH,
} satisfies Record<string, Dialect>;

export type Family = keyof typeof DIALECTS;

/** What every server understands: for the first request, which finds out who answers. */
export const NEUTRAL: Dialect = {
  ...ELASTICSEARCH_8,
  media: PLAIN_MEDIA,
  productHeader: undefined,
};

const SERVED = "Elasticsearch 8, 9 or Serverless, or OpenSearch 2 or 3";

function familyOf(product: string, flavor: string | undefined, major: string): Family | undefined {
  if (product === "OpenSearch") {
    return major === "2" ? "opensearch2" : major === "3" ? "opensearch3" : undefined;
  }
  if (flavor === "serverless") return "serverless";
  return major === "8" ? "elasticsearch8" : major === "9" ? "elasticsearch9" : undefined;
}

/**
 * Who answered `GET /` on `host`.
 *
 * @throws PreconditionError for anything that is not served, or that hides what it is.
 */
export function flavourOf(
  host: string,
  root: JsonValue,
  headers: Readonly<Record<string, string>>,
): Flavour {
  const version = textAt(root, "version", "number");
  if (!isObject(root) || version === undefined) {
    throw new PreconditionError(
      `${host} answers GET / with JSON that names no version, so it is no Elasticsearch or ` +
        "OpenSearch: check elasticsearch.url",
    );
  }
  const opensearch = textAt(root, "version", "distribution") === "opensearch";
  const flavor = textAt(root, "version", "build_flavor");
  const product = opensearch
    ? "OpenSearch"
    : flavor === "serverless"
    ? "Elasticsearch Serverless"
    : "Elasticsearch";
  const name = `${product} ${version}`;
  const family = familyOf(product, flavor, version.slice(0, version.indexOf(".")));
  if (family === undefined) throw notServed(host, name, version);
  const dialect: Dialect = DIALECTS[family];
  requireProductHeader(host, name, dialect, headers);
  return { ...dialect, family, name, version };
}

function notServed(host: string, name: string, version: string): PreconditionError {
  const hint = version.startsWith("7.10.")
    ? "; an OpenSearch that pretends to be 7.10 needs compatibility.override_main_response_version " +
      "set to false"
    : "";
  return new PreconditionError(`${host} is ${name}, which is not served: use ${SERVED}${hint}`);
}

function requireProductHeader(
  host: string,
  name: string,
  dialect: Dialect,
  headers: Readonly<Record<string, string>>,
): void {
  const found = headers["x-elastic-product"];
  if (dialect.productHeader === undefined || found === dialect.productHeader) return;
  throw new PreconditionError(
    `${host} says it is ${name} but its answer lacks the header ` +
      `"x-elastic-product: ${dialect.productHeader}": let the proxy before it pass that header on`,
  );
}

const TYPICAL = {
  elasticsearch: "elasticsearch9",
  serverless: "serverless",
  opensearch: "opensearch3",
} satisfies Record<string, Family>;

export type Engine = keyof typeof TYPICAL;

export const ENGINES: readonly Engine[] = ["elasticsearch", "serverless", "opensearch"];

/** A server of this kind, for what is made without asking one. */
export function typicalFlavour(engine: Engine): Flavour {
  const family = TYPICAL[engine];
  return { ...DIALECTS[family], family, name: engine, version: "" };
}
