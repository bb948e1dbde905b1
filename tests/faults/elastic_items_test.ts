/** Single operations that Elasticsearch refuses, and requests that are too large for it. */
import type { ElasticFault } from "./support/elastic_proxy.ts";
import { elasticError, operationsOf, refusing, reply } from "./support/elastic_faults.ts";
import type { ElasticsearchFault, FaultCase } from "./support/fault_case.ts";
import { faultTests } from "./support/fault_tests.ts";

const onDocuments: FaultCase["on"] = ({ path }) => /latest.*\/_bulk$/.test(path);
const onLedger: FaultCase["on"] = ({ path }) => /ti-misp-state.*\/_bulk$/.test(path);

const BUSY = { status: 429, type: "es_rejected_execution_exception" };
const NO_SHARD = { status: 503, type: "unavailable_shards_exception" };
const INVALID = { status: 400, type: "document_parsing_exception" };
const CONFLICT = { status: 409, type: "version_conflict_engine_exception" };
const FORBIDDEN = { status: 403, type: "security_exception" };
const UNAUTHENTICATED = { status: 401, type: "security_exception" };
const BLOCKED = {
  status: 403,
  type: "cluster_block_exception",
  reason: "index blocked by: [FORBIDDEN/12/index read-only / allow delete (api)];",
};
const NO_INDEX = { status: 404, type: "index_not_found_exception" };

faultTests("sync-attributes sends again what Elasticsearch refused for now", [
  { name: "429 for some", elastic: () => refusing(3, BUSY), on: onDocuments, times: 2 },
  { name: "429 for all", elastic: () => refusing(1, BUSY), on: onDocuments },
  { name: "503 for some", elastic: () => refusing(4, NO_SHARD), on: onDocuments },
  { name: "429 and 503 mixed", elastic: () => refusing(2, BUSY, NO_SHARD), on: onDocuments },
  { name: "429 for ledger entries", elastic: () => refusing(1, BUSY), on: onLedger },
  { name: "a block for writing", elastic: () => refusing(1, BLOCKED), on: onDocuments, times: 2 },
]);

const FOR_GOOD: readonly ElasticsearchFault[] = [
  { name: "400 for some", elastic: () => refusing(3, INVALID) },
  { name: "400 for all", elastic: () => refusing(1, INVALID) },
  { name: "409 for some", elastic: () => refusing(2, CONFLICT), positions: ["first", "middle"] },
  {
    name: "400, 409, 429 and 503 mixed",
    elastic: () => refusing(2, INVALID, CONFLICT, BUSY, NO_SHARD),
  },
];

faultTests(
  "sync-attributes keeps what Elasticsearch refuses for good (exit 3)",
  FOR_GOOD.map((each) => ({ ...each, on: onDocuments, exits: 3 })),
);

faultTests("sync-attributes leaves to its next run what others have changed meanwhile", [
  {
    name: "409 for deletes",
    elastic: () => refusing(2, CONFLICT),
    on: onDocuments,
    positions: ["last"],
    conflicts: true,
  },
]);

faultTests("sync-attributes tells what holds for all documents once", [
  {
    name: "403",
    elastic: () => refusing(2, FORBIDDEN),
    on: onDocuments,
    exits: 4,
    says: /may not write/,
  },
  {
    name: "401",
    elastic: () => refusing(2, UNAUTHENTICATED),
    on: onDocuments,
    exits: 4,
    says: /may not write/,
  },
  { name: "403 for the ledger", elastic: () => refusing(1, FORBIDDEN), on: onLedger, exits: 4 },
  {
    name: "404 for the index",
    elastic: () => refusing(1, NO_INDEX),
    on: onDocuments,
    exits: 1,
    says: /install-assets/,
  },
  {
    name: "404 for the index as a whole",
    elastic: () => () => elasticError(404, "index_not_found_exception", "no such index"),
    on: onDocuments,
    exits: 1,
    says: /install-assets/,
  },
]);

/** 413 with an empty body, as Elasticsearch and most proxies send it. */
function above(bytes: number): ElasticFault {
  return ({ body }) => body.length > bytes ? reply(413) : undefined;
}

/** The first document that comes is too large even alone. */
function oneTooLarge(): ElasticFault {
  let large: string | undefined;
  return (request) => {
    const ids = operationsOf(request).map(({ id }) => id);
    large ??= ids[0];
    return ids.includes(large ?? "") ? reply(413) : undefined;
  };
}

faultTests("sync-attributes sends less at once when Elasticsearch takes no more", [
  {
    name: "413 above 10,000 bytes",
    elastic: () => above(10_000),
    on: onDocuments,
    times: Infinity,
    positions: ["first", "middle"],
  },
  { name: "413 once", elastic: () => () => reply(413), on: onDocuments },
  {
    name: "413 for the ledger",
    elastic: () => above(900),
    on: onLedger,
    times: Infinity,
    positions: ["first"],
  },
  {
    name: "413 for one document",
    elastic: oneTooLarge,
    on: onDocuments,
    times: Infinity,
    exits: 3,
  },
]);
