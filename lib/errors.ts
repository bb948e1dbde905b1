/**
 * Errors that a caller acts upon, shared by both ends. `lib/cli/exit.ts` turns each into an exit
 * code; everything else that is thrown is a failure (exit 1).
 */

/**
 * - `unauthorised`: a key, role or privilege is missing; asking again cannot help.
 * - `unavailable`: unreachable, overloaded, rate limited or cut off; asking again may help.
 * - `too_large`: the server cannot do this much at once; ask for less.
 * - `malformed`: an answer that is not what the protocol says; ask again, or for less.
 * - `refused`: the request itself is wrong; asking again cannot help.
 * - `missing`: what was asked for is not there.
 */
export type RequestErrorKind =
  | "unauthorised"
  | "unavailable"
  | "too_large"
  | "malformed"
  | "refused"
  | "missing";

export interface RequestErrorDetails extends ErrorOptions {
  readonly kind: RequestErrorKind;
  readonly status?: number | undefined;
  /** How long the server asked to be left alone, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
}

/** A request to MISP or Elasticsearch that did not give what was asked for. */
export class RequestError extends Error {
  override readonly name = "RequestError";
  readonly kind: RequestErrorKind;
  readonly status: number | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(message: string, details: RequestErrorDetails) {
    super(message, details);
    this.kind = details.kind;
    this.status = details.status;
    this.retryAfterMs = details.retryAfterMs;
  }
}

/** A run that stopped before doing harm: too many deletes, or an index that is suddenly empty. */
export class SafetyStop extends Error {
  override readonly name = "SafetyStop";
}

/** Another run of the same command, instance and shard is at work. */
export class LeaseHeldError extends Error {
  override readonly name = "LeaseHeldError";
}

/** A signal or the run's own deadline; `exitCode` is 130, 143 or 5. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
  readonly exitCode: number;

  constructor(message: string, exitCode: number) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Something the user must do first, such as `ti-misp install-assets`. */
export class PreconditionError extends Error {
  override readonly name = "PreconditionError";
}

/** The error's message followed by those of its causes, once each. */
export function messageOf(error: unknown): string {
  const messages: string[] = [];
  for (let at = error; at !== undefined && at !== null && messages.length < 8;) {
    const text = at instanceof Error ? at.message : String(at);
    if (text !== "" && !messages.some((seen) => seen.includes(text))) messages.push(text);
    at = at instanceof Error ? at.cause : undefined;
  }
  return messages.join(": ");
}
