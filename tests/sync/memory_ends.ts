/** A target and a state in memory, which behave as the interfaces promise. */
import type {
  IndexedDocument,
  LedgerEntry,
  Operation,
  Rejection,
  RunRecord,
  State,
  Target,
} from "../../lib/sync/types.ts";

const NO_TRAFFIC = { requests: 0, bytesRead: 0, bytesWritten: 0 };

export class MemoryTarget implements Target {
  readonly traffic = NO_TRAFFIC;
  readonly lines = new Map<string, { readonly event: string; readonly line: string }>();
  /** Everything that was ever asked to be written. */
  readonly operations: Operation[] = [];
  /** Refuses what it returns a reason for. */
  refuse: (operation: Operation) => string | undefined = () => undefined;

  prepare(): Promise<number> {
    return Promise.resolve(this.lines.size);
  }

  async *indexed(events: readonly string[]): AsyncGenerator<readonly IndexedDocument[]> {
    const found: IndexedDocument[] = [];
    for (const [id, { event, line }] of this.lines) {
      if (events.includes(event)) found.push({ id, event, hash: JSON.parse(line).event.hash });
    }
    yield await Promise.resolve(found);
  }

  async *events() {
    const byEvent = Map.groupBy(this.lines.values(), ({ event }) => event);
    for (const [uuid, documents] of byEvent) {
      const stamps = documents.map(({ line }) => Date.parse(JSON.parse(line).misp.event.timestamp));
      yield await Promise.resolve({
        uuid,
        documents: documents.length,
        timestamp: Math.max(...stamps) / 1000,
      });
    }
  }

  write(operations: readonly Operation[]) {
    const rejected: Rejection[] = [];
    for (const operation of operations) {
      this.operations.push(operation);
      const reason = this.refuse(operation);
      if (reason !== undefined) rejected.push({ operation, status: 400, type: "refused", reason });
      else if (operation.action === "delete") this.lines.delete(operation.id);
      else this.lines.set(operation.id, operation);
    }
    return Promise.resolve({ acknowledged: operations.length - rejected.length, rejected });
  }

  commit(): Promise<void> {
    return Promise.resolve();
  }
}

export class MemoryState implements State {
  readonly traffic = NO_TRAFFIC;
  readonly entries = new Map<string, LedgerEntry>();
  run: RunRecord | undefined;

  readonly ledger = {
    read: () => this.#read(),
    save: (entries: readonly LedgerEntry[]) => {
      for (const entry of entries) this.entries.set(entry.uuid, entry);
      return Promise.resolve();
    },
    remove: (uuids: readonly string[]) => {
      for (const uuid of uuids) this.entries.delete(uuid);
      return Promise.resolve();
    },
  };

  lastRun(): Promise<RunRecord | undefined> {
    return Promise.resolve(this.run);
  }

  saveRun(run: RunRecord): Promise<void> {
    this.run = run;
    return Promise.resolve();
  }

  async *#read() {
    yield await Promise.resolve([...this.entries.values()]);
  }
}
