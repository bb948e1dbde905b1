/** What is asked of a target, and what became of it. */

/**
 * The state of a document when it was read; a write that names it is skipped when the document has
 * changed since. Elasticsearch calls it `_seq_no` and `_primary_term`.
 */
export interface DocumentState {
  readonly seqNo: number;
  readonly primaryTerm: number;
}

/** The write of a document. */
export interface DocumentOperation {
  /** `create` leaves a document that is there already as it is: the operation is skipped. */
  readonly action: "index" | "create";
  readonly id: string;
  /** The event's uuid. */
  readonly event: string;
  /** The document's JSON on one line. */
  readonly line: string;
  /** The same in UTF-8, where it was encoded already; only until the write has ended. */
  readonly bytes?: Uint8Array;
  /** Where it stands with its action line, ready for a bulk request; as long as `bytes`. */
  readonly place?: BulkPlace;
}

/** One write; `mark` sets `misp.attribute.decayed`. */
export type Operation =
  | DocumentOperation
  | {
    readonly action: "delete" | "mark";
    readonly id: string;
    readonly event: string;
    readonly onlyIf?: DocumentState | undefined;
  };

/** An action line and a document's line, each with its line feed, among others of their kind. */
export interface BulkPlace {
  readonly buffer: Uint8Array;
  readonly start: number;
  readonly end: number;
}

/** The line that says in a bulk request what is to be done, and with which document. */
export function actionLine(action: string, id: string): string {
  return `{"${action}":{"_id":${JSON.stringify(id)}}}`;
}

/** An operation that the target refused for good. */
export interface Rejection {
  readonly operation: Operation;
  readonly status: number;
  readonly type: string;
  readonly reason: string;
}

/** Every operation given is counted once. */
export interface WriteResult {
  readonly acknowledged: number;
  readonly rejected: readonly Rejection[];
  /** The document had changed since it was read (`onlyIf`), or was gone already. */
  readonly skipped: readonly Operation[];
}
