/** The safety stop: a run that would remove too much removes nothing more. */
import { SafetyStop } from "../errors.ts";

/** As `--max-delete` says it: a share of the indexed documents, or a number of them. */
export type MaxDelete =
  | { readonly kind: "percent"; readonly percent: number }
  | { readonly kind: "count"; readonly count: number };

/** A share of a handful of documents is no sign of a fault: so many may go, unless none may. */
const HANDFUL = 10;

function allowedDeletes(limit: MaxDelete, documents: number): number {
  if (limit.kind === "count") return limit.count;
  if (limit.percent >= 100) return Infinity;
  if (limit.percent === 0) return 0;
  return Math.max(HANDFUL, Math.floor(documents * limit.percent / 100));
}

export class DeleteGuard {
  readonly #documents: number;
  readonly #allowed: number;
  readonly #allowsAll: boolean;
  #deletes = 0;

  /** `documents`: those that the run answers for. */
  constructor(limit: MaxDelete, documents: number) {
    this.#documents = documents;
    this.#allowed = allowedDeletes(limit, documents);
    this.#allowsAll = limit.kind === "count" ? limit.count >= documents : limit.percent >= 100;
  }

  /** Whether so many deletes more would be too many. */
  forbids(deletes: number): boolean {
    return this.#deletes + deletes > this.#allowed;
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
    if (this.forbids(deletes)) {
      throw new SafetyStop(
        `Stopped before deleting ${this.#deletes + deletes} of ${this.#documents} documents ` +
          `(${reason}); ${this.#allowed} are allowed: look at what changed in MISP, then run ` +
          "again with a higher --max-delete if this is right",
      );
    }
  }

  /** @throws {SafetyStop} when MISP lists no event while documents of some are indexed. */
  refuseEmptyList(listed: number): void {
    if (listed > 0 || this.#documents === 0 || this.#allowsAll) return;
    throw new SafetyStop(
      `Stopped before deleting anything: no event is listed any more while ${this.#documents} ` +
        "documents are indexed; check the key's role and organisation, then run again with " +
        "--max-delete 100% if this is right",
    );
  }
}
