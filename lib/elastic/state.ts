import type { State } from "../sync/types.ts";
import type { BulkWriter } from "./bulk.ts";
import { elasticLedger } from "./ledger.ts";
import type { ElasticConnection } from "./request.ts";
import { readRun, type RunScope, saveRun } from "./run_records.ts";

/**
 * The last run of one command, instance and shard, and the ledger of `ledgerOf`, which may be
 * another command's; `connection` is the caller's.
 */
export function elasticState(
  connection: ElasticConnection,
  bulk: BulkWriter,
  scope: RunScope,
  ledgerOf = scope.command,
): State {
  return {
    ledger: elasticLedger(connection, bulk, { ...scope, command: ledgerOf }),
    lastRun: () => readRun(connection, scope),
    saveRun: (run) => saveRun(connection, scope, run),
    get traffic() {
      return connection.traffic;
    },
  };
}
