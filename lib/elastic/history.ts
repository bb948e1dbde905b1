/**
 * The history of attributes: every document that is written is also appended to a data stream, and
 * every removal told there. A *latest* transform can make the current indicators of it, as Elastic's
 * integration does. That these are no current indicators is a constant of the stream's mapping
 * (`labels.is_ioc_transform_source`), so that a transform does not copy it.
 */
import type { Operation, Rejection, Target, WriteResult } from "../sync/types.ts";
import { withWrite } from "../sync/with_write.ts";
import type { BulkWriter } from "./bulk.ts";
import { type BulkItem, bulkItem } from "./bulk_batch.ts";

export interface HistorySettings {
  readonly stream: string;
  /** Whether the current indicators are written here, too, or left to the transform. */
  readonly direct: boolean;
  /** Epoch milliseconds: of the run, so that a repeated write is the same record. */
  readonly now: number;
}

/** Whether there is a history: where it is asked for, or where a transform lives on it. */
export function keepsHistory(
  { history, latest }: { readonly history: boolean; readonly latest: "direct" | "transform" },
): boolean {
  return history || latest === "transform";
}

/** `target` with every write told in the history first: what is current is never without a past. */
export function withHistory(target: Target, bulk: BulkWriter, settings: HistorySettings): Target {
  return withWrite(target, async (operations) => {
    const told = await tell(bulk, settings, operations);
    if (!settings.direct) return told;
    const refused = new Set(told.rejected.map(({ operation }) => operation));
    const result = await target.write(operations.filter((each) => !refused.has(each)));
    return { ...result, rejected: [...told.rejected, ...result.rejected] };
  });
}

/** A record that is there already was told by an attempt whose answer was lost. */
async function tell(
  bulk: BulkWriter,
  settings: HistorySettings,
  operations: readonly Operation[],
): Promise<WriteResult> {
  const items = operations.map((operation) => recordOf(operation, settings.now));
  const tally = await bulk.write(settings.stream, items);
  const rejected: Rejection[] = [];
  for (const { position, status, type, reason } of tally.rejected) {
    const operation = operations[position];
    if (operation !== undefined) rejected.push({ operation, status, type, reason });
  }
  return { acknowledged: operations.length - rejected.length, rejected, skipped: [] };
}

function recordOf(operation: Operation, now: number): BulkItem {
  const line = "line" in operation
    ? operation.bytes ?? operation.line
    : removalLine(operation.id, new Date(now).toISOString());
  return bulkItem("create", `${operation.id}:${now}`, line);
}

/** Decayed at this moment: a transform's retention then removes the indicator. */
function removalLine(id: string, time: string): string {
  const colon = id.lastIndexOf(":");
  return JSON.stringify({
    "@timestamp": time,
    event: {
      kind: "enrichment",
      category: ["threat"],
      type: ["deletion"],
      module: "ti_misp",
      dataset: "ti_misp.threat_attributes",
      ingested: time,
    },
    misp: {
      instance: id.slice(0, colon),
      attribute: { uuid: id.slice(colon + 1), decayed: true, decayed_at: time },
    },
  });
}
