/** Lines that are written once and never read again: to stdout, or for `_bulk` by hand. */
import { metaOf } from "../elastic/bulk_batch.ts";
import type { Operation, Target } from "../sync/types.ts";

/** Where lines go; `commit` makes them final. */
export interface Outlet {
  write(text: string): Promise<void>;
  commit(): Promise<void>;
}

export type Format = (operation: Operation) => string;

/** The document alone: a stream cannot take one back, so a delete writes nothing. */
export const documentLine: Format = (operation) => "line" in operation ? `${operation.line}\n` : "";

/** An action line that names the index, and the document below it. */
export function bulkLines(index: string): Format {
  return (operation) => {
    if ("line" in operation) {
      const { action, id, line } = operation;
      return `${metaOf({ action, id, index })}\n${line}\n`;
    }
    if (operation.action === "mark") return "";
    return `${metaOf({ action: "delete", id: operation.id, index })}\n`;
  };
}

export function streamTarget(outlet: Outlet, format: Format): Target {
  let bytesWritten = 0;
  return {
    prepare: () => Promise.resolve(0),
    async *indexed() {},
    async *events() {},
    async *due() {},
    expiries: () => Promise.resolve({ total: 0, byRule: new Map(), byType: new Map() }),
    async write(operations) {
      const text = operations.map(format).join("");
      bytesWritten += text.length;
      await outlet.write(text);
      return { acknowledged: operations.length, rejected: [], skipped: [] };
    },
    commit: () => outlet.commit(),
    get traffic() {
      return { requests: 0, bytesRead: 0, bytesWritten };
    },
  };
}
