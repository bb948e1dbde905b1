/** What was reconciled, one small document an event, beside the data. */
import type { Ledger, LedgerEntry } from "../sync/types.ts";
import type { BulkWriter } from "./bulk.ts";
import { type BulkItem, bulkItem } from "./bulk_batch.ts";
import { at, type JsonValue, numberAt, textAt } from "./json.ts";
import type { ElasticConnection } from "./request.ts";
import { hitPages } from "./search.ts";

/** Whose entries: commands and instances share the index and never see each other's. */
export interface LedgerScope {
  readonly index: string;
  readonly command: string;
  readonly instance: string;
}

export function elasticLedger(
  connection: ElasticConnection,
  bulk: BulkWriter,
  scope: LedgerScope,
): Ledger {
  return {
    async *read() {
      // What the previous run wrote last may not be visible to searches yet.
      await connection.ask({ method: "POST", path: `/${scope.index}/_refresh` });
      for await (const hits of entryPages(connection, scope)) yield hits.map(entryOf);
    },
    save: (entries) => write(bulk, scope, entries.map((entry) => saveItem(scope, entry))),
    remove: (uuids) =>
      write(bulk, scope, uuids.map((uuid) => bulkItem("delete", idOf(scope, uuid)))),
  };
}

function idOf({ command, instance }: LedgerScope, uuid: string): string {
  return `event:${command}:${instance}:${uuid}`;
}

function entryPages(connection: ElasticConnection, { index, command, instance }: LedgerScope) {
  const terms = { kind: "event", command, instance };
  return hitPages(connection, {
    index,
    query: {
      bool: { filter: Object.entries(terms).map(([name, value]) => ({ term: { [name]: value } })) },
    },
    fields: { _source: { excludes: Object.keys(terms) } },
    keep: ["_source"],
    uniqueField: "uuid",
  });
}

function saveItem(scope: LedgerScope, entry: LedgerEntry): BulkItem {
  const { command, instance } = scope;
  const document = { kind: "event", command, instance, ...entry };
  return bulkItem("index", idOf(scope, entry.uuid), JSON.stringify(document));
}

function entryOf(hit: JsonValue): LedgerEntry {
  const source = at(hit, "_source");
  return {
    uuid: textAt(source, "uuid") ?? "",
    version: textAt(source, "version") ?? "",
    timestamp: numberAt(source, "timestamp") ?? 0,
    published: at(source, "published") === true,
    basis: textAt(source, "basis") ?? "",
    documents: numberAt(source, "documents") ?? 0,
    sighting: numberAt(source, "sighting") ?? 0,
  };
}

/** An entry that is not saved would only cost time, but nobody would know why. */
async function write(
  bulk: BulkWriter,
  { index }: LedgerScope,
  items: readonly BulkItem[],
): Promise<void> {
  if (items.length === 0) return;
  const { rejected } = await bulk.write(index, items);
  const [first] = rejected;
  if (first === undefined) return;
  throw new Error(
    `${rejected.length} of ${items.length} ledger entries were rejected by ${index} with ` +
      `${first.status} ${first.type} ("${first.reason}"): run ti-misp install-assets`,
  );
}
