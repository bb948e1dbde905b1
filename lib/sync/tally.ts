/** The numbers of a run while it goes on. They must balance at the end. */
import type { Rejection } from "./types.ts";

/** Why an attribute is not to be a document. */
export type NotWanted =
  | "deleted"
  | "type"
  | "to_ids"
  | "tags"
  | "warninglist"
  | "decayed"
  | "expired";

export type Change = "created" | "updated" | "deleted" | "marked";

const CHANGES: readonly Change[] = ["created", "updated", "deleted", "marked"];

type Counts = Record<Change, number>;

function noCounts(): Counts {
  return { created: 0, updated: 0, deleted: 0, marked: 0 };
}

function total(counts: Counts): number {
  return CHANGES.reduce((sum, change) => sum + counts[change], 0);
}

/** Rejections of one kind: how many, and the first as a sample. */
export interface RejectionGroup {
  readonly status: number;
  readonly type: string;
  readonly reason: string;
  readonly id: string;
  count: number;
}

export class Tally {
  read = 0;
  unchanged = 0;
  failedEvents = 0;
  /** Attributes whose `last_seen` is before their `first_seen`: written as they are. */
  seenBackwards = 0;
  readonly notWanted = new Map<NotWanted, number>();
  readonly unknownTypes = new Map<string, number>();
  readonly sent = noCounts();
  readonly acknowledged = noCounts();
  readonly rejected = noCounts();
  /** Left as they were: changed or gone since they were read. */
  readonly skipped = noCounts();
  readonly #rejections = new Map<string, RejectionGroup>();

  dropped(reason: NotWanted): void {
    this.notWanted.set(reason, (this.notWanted.get(reason) ?? 0) + 1);
  }

  unknownType(type: string): void {
    this.unknownTypes.set(type, (this.unknownTypes.get(type) ?? 0) + 1);
  }

  reject(change: Change, { operation, status, type, reason }: Rejection): void {
    this.rejected[change]++;
    const group = this.#rejections.get(`${status} ${type}`);
    if (group !== undefined) group.count++;
    else {
      this.#rejections.set(`${status} ${type}`, {
        status,
        type,
        reason,
        id: operation.id,
        count: 1,
      });
    }
  }

  get rejections(): readonly RejectionGroup[] {
    return [...this.#rejections.values()];
  }

  get notWantedTotal(): number {
    return [...this.notWanted.values()].reduce((sum, count) => sum + count, 0);
  }

  get rejectedTotal(): number {
    return total(this.rejected);
  }

  /** Writes that were not made because the document had changed or gone since it was read. */
  get conflicts(): number {
    return total(this.skipped) - this.skipped.created;
  }

  /** What does not add up, in words; empty when everything does. */
  imbalances(): string[] {
    const problems: string[] = [];
    const { acknowledged, rejected, sent } = this;
    const accounted = acknowledged.created + acknowledged.updated + this.unchanged +
      this.skipped.created + rejected.created + rejected.updated + this.notWantedTotal;
    if (accounted !== this.read) {
      problems.push(`${this.read} attributes were read and ${accounted} accounted for`);
    }
    for (const change of CHANGES) {
      const answered = acknowledged[change] + rejected[change] + this.skipped[change];
      if (answered !== sent[change]) {
        problems.push(`${sent[change]} ${change} were sent and ${answered} answered`);
      }
    }
    return problems;
  }
}
