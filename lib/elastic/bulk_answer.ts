/**
 * What became of each operation of a `_bulk` request. An answer of 200 says nothing by itself: each
 * item has a status of its own, in the order of the operations.
 */
import { RequestError } from "../errors.ts";
import type { Numbered } from "./bulk_batch.ts";
import { isObject, type JsonObject, type JsonValue, listAt, numberAt, textAt } from "./json.ts";

/** An operation that was refused; `position` is its place in the list given to the writer. */
export interface BulkFailure {
  readonly position: number;
  readonly status: number;
  readonly type: string;
  readonly reason: string;
}

/** An operation that had nothing to do, and why; `position` as in `BulkFailure`. */
export interface BulkSkip {
  readonly position: number;
  /** Changed since it was read; gone already; there already. */
  readonly why: "changed" | "gone" | "there";
}

/** What became of some operations; each is counted once. */
export interface BulkTally {
  readonly acknowledged: number;
  readonly skipped: readonly BulkSkip[];
  readonly rejected: readonly BulkFailure[];
}

export const NO_TALLY: BulkTally = { acknowledged: 0, skipped: [], rejected: [] };

export function sumOfTallies(one: BulkTally, other: BulkTally): BulkTally {
  return {
    acknowledged: one.acknowledged + other.acknowledged,
    skipped: one.skipped.concat(other.skipped),
    rejected: one.rejected.concat(other.rejected),
  };
}

/** Operations to send again, with what the server said about them. */
export interface Postponed {
  readonly operation: Numbered;
  readonly failure: BulkFailure;
}

export interface BulkOutcome {
  readonly tally: BulkTally;
  readonly postponed: readonly Postponed[];
}

/** All that `outcomeOf` looks at; without it an answer is ten times as long. */
export const BULK_FILTER = "errors,items.*._id,items.*.status,items.*.error.type," +
  "items.*.error.reason,items.*.error.caused_by.type,items.*.error.caused_by.reason";

/**
 * @throws RequestError `malformed` when the answer does not match the operations one by one, and
 * `unauthorised`, `missing` or `unavailable` for what holds for the index as a whole.
 */
export function outcomeOf(
  what: string,
  answer: JsonObject,
  batch: readonly Numbered[],
): BulkOutcome {
  const items = listAt(answer, "items");
  if (items.length !== batch.length) {
    throw mismatch(what, `${items.length} items for ${batch.length} operations`);
  }
  const postponed: Postponed[] = [];
  const skipped: BulkSkip[] = [];
  const rejected: BulkFailure[] = [];
  let acknowledged = 0;
  for (const [index, operation] of batch.entries()) {
    const item = itemFor(what, items[index], operation);
    const verdict = verdictOn(item, operation);
    const { position } = operation;
    if (verdict === "acknowledged") acknowledged++;
    else if (isSkip(verdict)) skipped.push({ position, why: verdict });
    else {
      const failure = failureOf(item, position);
      if (verdict === "postponed") postponed.push({ operation, failure });
      else if (verdict === "rejected") rejected.push(failure);
      else throw wholesale(what, verdict, failure, batch.length);
    }
  }
  return { tally: { acknowledged, skipped, rejected }, postponed };
}

function isSkip(verdict: Verdict): verdict is BulkSkip["why"] {
  return verdict === "changed" || verdict === "gone" || verdict === "there";
}

function itemFor(what: string, entry: JsonValue | undefined, { item }: Numbered): JsonObject {
  const found = isObject(entry) ? entry[item.action] : undefined;
  if (!isObject(found) || found["_id"] !== item.id) {
    throw mismatch(what, `another operation in the place of ${item.action} "${item.id}"`);
  }
  return found;
}

function mismatch(what: string, found: string): RequestError {
  return new RequestError(
    `${what} was answered with ${found}: something between here and the server changed the answer`,
    { kind: "malformed" },
  );
}

type Wholesale = "unauthorised" | "missing" | "unavailable";
type Verdict = "acknowledged" | BulkSkip["why"] | "postponed" | "rejected" | Wholesale;

function verdictOn(item: JsonObject, { item: operation }: Numbered): Verdict {
  const status = numberAt(item, "status") ?? 0;
  if (status === 200 || status === 201) return "acknowledged";
  const type = textAt(item, "error", "type");
  if (type === "index_not_found_exception") return "missing";
  if (status === 404 && operation.action !== "index") return "gone";
  if (status === 409 && operation.onlyIf !== undefined) return "changed";
  if (status === 409 && operation.action === "create") return "there";
  if (status === 429 || status === 503) return "postponed";
  if (status === 401 || status === 403) {
    return type === "cluster_block_exception" ? "unavailable" : "unauthorised";
  }
  return "rejected";
}

function failureOf(item: JsonObject, position: number): BulkFailure {
  const type = textAt(item, "error", "type") ?? "unknown";
  const reason = textAt(item, "error", "reason") ?? "";
  const cause = textAt(item, "error", "caused_by", "reason") ?? "";
  return {
    position,
    status: numberAt(item, "status") ?? 0,
    type,
    reason: cause === "" || reason.includes(cause) ? reason : `${reason}: ${cause}`,
  };
}

const ADVICE = {
  unauthorised: "the API key or user may not write to this index",
  missing: "run ti-misp install-assets",
  unavailable: "the index is blocked for writing, often because a disk is nearly full",
} satisfies Record<Wholesale, string>;

/** What is wrong with the index is told once, not once for each document. */
function wholesale(
  what: string,
  kind: Wholesale,
  { status, type, reason }: BulkFailure,
  operations: number,
): RequestError {
  return new RequestError(
    `${what} (${operations} operations) was answered with ${status} ${type} ("${reason}"): ` +
      ADVICE[kind],
    { kind, status },
  );
}
