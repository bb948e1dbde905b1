/** What `check` finds: one line a precondition. */
import { EXIT, exitCodeOf } from "../../cli/exit.ts";
import { Interrupted, messageOf } from "../../errors.ts";

export type Level = "ok" | "warning" | "error" | "skipped";

export interface Finding {
  /** The precondition, in a word or two. */
  readonly name: string;
  readonly level: Level;
  /** What was found. */
  readonly text: string;
  /** What to do about it, where `text` does not say. */
  readonly advice?: string;
  /** What an error makes the command exit with. */
  readonly exitCode: number;
}

export function ok(name: string, text: string): Finding {
  return { name, level: "ok", text, exitCode: EXIT.done };
}

export function warning(name: string, text: string, advice?: string): Finding {
  const told = advice === undefined ? {} : { advice };
  return { name, level: "warning", text, ...told, exitCode: EXIT.done };
}

/** Not looked at, and why. */
export function skipped(name: string, text: string): Finding {
  return { name, level: "skipped", text, exitCode: EXIT.done };
}

/** An error's message says what to do by itself. */
export function failed(name: string, error: unknown): Finding {
  return { name, level: "error", text: messageOf(error), exitCode: exitCodeOf(error) };
}

/** What is wrong though every request was answered. */
export function wrong(name: string, text: string, advice: string): Finding {
  return { name, level: "error", text, advice, exitCode: EXIT.failed };
}

export type Found = Finding | readonly Finding[];

/** A check that fails is a finding, too: it must not keep others from being made. */
export async function attempt(name: string, look: () => Promise<Found>): Promise<Found> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    return failed(name, error);
  }
}

/** What cannot be mended by waiting comes first. */
const WORST_FIRST: readonly number[] = [
  EXIT.usage,
  EXIT.unauthorised,
  EXIT.failed,
  EXIT.tryLater,
];

/** The exit code of the worst error; warnings alone are none. */
export function worstExitCode(findings: readonly Finding[]): number {
  const codes = new Set(
    findings.filter(({ level }) => level === "error").map(({ exitCode }) => exitCode),
  );
  if (codes.size === 0) return EXIT.done;
  return WORST_FIRST.find((code) => codes.has(code)) ?? EXIT.failed;
}
