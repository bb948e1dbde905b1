/** A target and a state in memory, which behave as the interfaces promise. */
import type {
  DueDocument,
  Expiries,
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
      if (!events.includes(event)) continue;
      const state = { seqNo: this.#version(id), primaryTerm: 1 };
      found.push({ id, event, hash: JSON.parse(line).event.hash, state });
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

  async *due(now: number, keepMs: number): AsyncGenerator<readonly DueDocument[]> {
    const found = this.#ends().filter(({ end, marked }) => end <= now - (marked ? keepMs : 0));
    yield await Promise.resolve(found);
  }

  expiries(from: number, until: number): Promise<Expiries> {
    const ending = this.#ends().filter(({ end }) => end > from && end <= until);
    const by = (of: (document: DueDocument) => string) =>
      new Map([...Map.groupBy(ending, of)].map(([name, { length }]) => [name, length]));
    return Promise.resolve({
      total: ending.length,
      byRule: by(({ rule }) => rule),
      byType: by(({ type }) => type),
    });
  }

  #ends() {
    return [...this.lines].map(([id, { event, line }]) => {
      const { type, decayed, decayed_at: end, decayed_by: rule } = JSON.parse(line).misp.attribute;
      const state = { seqNo: this.#version(id), primaryTerm: 1 };
      return { id, event, state, rule, type, marked: decayed, end: Date.parse(end ?? "9999") };
    });
  }

  #version(id: string): number {
    return this.operations.findLastIndex((operation) => operation.id === id);
  }

  write(operations: readonly Operation[]) {
    const rejected: Rejection[] = [];
    const skipped: Operation[] = [];
    for (const operation of operations) {
      const reason = this.refuse(operation);
      if (reason !== undefined) rejected.push({ operation, status: 400, type: "refused", reason });
      else if (!this.#apply(operation)) skipped.push(operation);
      this.operations.push(kept(operation));
    }
    const acknowledged = operations.length - rejected.length - skipped.length;
    return Promise.resolve({ acknowledged, rejected, skipped });
  }

  #apply(operation: Operation): boolean {
    const { id } = operation;
    const known = this.lines.get(id);
    if (operation.action === "create" && known !== undefined) return false;
    if ("line" in operation) {
      return this.lines.set(id, { event: operation.event, line: operation.line }) !== undefined;
    }
    const { onlyIf } = operation;
    if (onlyIf !== undefined && onlyIf.seqNo !== this.#version(id)) return false;
    if (known === undefined || operation.action === "delete") return this.lines.delete(id);
    const document = JSON.parse(known.line);
    document.misp.attribute.decayed = true;
    return this.lines.set(id, { ...known, line: JSON.stringify(document) }) !== undefined;
  }

  commit(): Promise<void> {
    return Promise.resolve();
  }
}

/** What may be looked at after the write has ended. */
function kept(operation: Operation): Operation {
  if (!("line" in operation)) return operation;
  const { action, id, event, line } = operation;
  return { action, id, event, line };
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
