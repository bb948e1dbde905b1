/** The safety stop: a run that would remove too much removes nothing more. */
import { SafetyStop } from "../errors.ts";

/** As `--max-delete` says it: a share of the indexed documents, or a number of them. */
export type MaxDelete =
  | { readonly kind: "percent"; readonly percent: number }
  | { readonly kind: "count"; readonly count: number };

/** A share of a handful of documents is no sign of a fault: so many may always go. */
const ALWAYS_ALLOWED = 10;

function allowedDeletes(limit: MaxDelete, documents: number): number {
  if (limit.kind === "count") return limit.count;
  if (limit.percent >= 100) return Infinity;
  return Math.max(ALWAYS_ALLOWED, Math.floor(documents * limit.percent / 100));
}

export class DeleteGuard {
  readonly #documents: number;
  readonly #allowed: number;
  #deletes = 0;

  constructor(limit: MaxDelete, documents: number) {
    this.#documents = documents;
    this.#allowed = allowedDeletes(limit, documents);
  }

  /** Whether even an empty list of events may be believed. */
  get allowsAll(): boolean {
    return this.#allowed >= this.#documents;
  }

  /**
   * Counts deletes that are about to be made.
   *
   * @throws {SafetyStop} when they would be too many in all; then none of them may be made.
   */
  take(deletes: number, reason: string): void {
    this.check(deletes, reason);
    this.#deletes += deletes;
  }

  /** As `take()`, for deletes that are foreseen: they are counted when they are made. */
  check(deletes: number, reason: string): void {
    if (this.#deletes + deletes > this.#allowed) {
      throw new SafetyStop(
        `Stopped before deleting ${this.#deletes + deletes} of ${this.#documents} documents ` +
          `(${reason}); ${this.#allowed} are allowed: look at what changed in MISP, then run ` +
          "again with a higher --max-delete if this is right",
      );
    }
  }

  /** @throws {SafetyStop} when MISP lists no event while documents of some are indexed. */
  refuseEmptyList(listed: number): void {
    if (listed > 0 || this.#documents === 0 || this.allowsAll) return;
    throw new SafetyStop(
      `Stopped before deleting anything: no event is listed any more while ${this.#documents} ` +
        "documents are indexed; check the key's role and organisation, then run again with " +
        "--max-delete 100% if this is right",
    );
  }
}
