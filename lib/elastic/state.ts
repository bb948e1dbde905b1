import type { State } from "../sync/types.ts";
import type { BulkWriter } from "./bulk.ts";
import { elasticLedger } from "./ledger.ts";
import type { ElasticConnection } from "./request.ts";
import { readRun, type RunScope, saveRun } from "./run_records.ts";

/** Ledger and last run of one command, instance and shard; `connection` is the caller's. */
export function elasticState(
  connection: ElasticConnection,
  bulk: BulkWriter,
  scope: RunScope,
): State {
  return {
    ledger: elasticLedger(connection, bulk, scope),
    lastRun: () => readRun(connection, scope),
    saveRun: (run) => saveRun(connection, scope, run),
    get traffic() {
      return connection.traffic;
    },
  };
}
