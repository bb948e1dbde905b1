/** Operations that were refused for good, kept in a file so that none is lost. */
import type { Rejection } from "../sync/types.ts";
import type { JsonObject, JsonValue } from "./json.ts";

export interface DeadLetterSettings {
  readonly path: string;
  /** Name of the index, as the operation would have been sent to. */
  readonly index: string;
  readonly runId: string;
  /** Takes secrets out of a text. */
  readonly redact: (text: string) => string;
  readonly now: () => number;
}

/** The rejected operations are lost unless somebody acts: a failure of its own kind. */
export class DeadLetterError extends Error {
  override readonly name = "DeadLetterError";
}

/**
 * Appends one line a rejection, readable by its owner only.
 *
 * @throws DeadLetterError when they cannot be kept.
 */
export async function appendDeadLetters(
  settings: DeadLetterSettings,
  rejections: readonly Rejection[],
): Promise<void> {
  if (rejections.length === 0) return;
  const text = rejections.map((rejection) => `${lineOf(settings, rejection)}\n`).join("");
  try {
    await Deno.writeTextFile(settings.path, text, { append: true, mode: 0o600 });
  } catch (error) {
    throw new DeadLetterError(
      `Could not keep ${rejections.length} rejected documents in "${settings.path}": make room, or ` +
        "choose another file, and run again with --full",
      { cause: error },
    );
  }
}

function lineOf(
  { index, runId, redact, now }: DeadLetterSettings,
  { operation, status, type, reason }: Rejection,
): string {
  const document: JsonValue | undefined = "line" in operation
    ? JSON.parse(operation.line)
    : undefined;
  const letter: JsonObject = {
    "@timestamp": new Date(now()).toISOString(),
    run_id: runId,
    operation: operation.action,
    index,
    id: operation.id,
    ...(document === undefined ? {} : { document }),
    error: { status, type, reason },
  };
  return redact(JSON.stringify(letter));
}
