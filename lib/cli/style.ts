/** Colours where a person looks, and nowhere else. */
import type { TextStream } from "../context.ts";

export type Tone = "good" | "warning" | "bad" | "faint" | "strong";

/** Colours a text, or gives it as it is. */
export type Style = (tone: Tone, text: string) => string;

const CODES = { good: 32, warning: 33, bad: 31, faint: 2, strong: 1 } as const satisfies Readonly<
  Record<Tone, number>
>;

type Environment = Readonly<Record<string, string | undefined>>;

/** `NO_COLOR` (https://no-color.org) and `CI` count when they are set to anything at all. */
function coloursAllowed({ isTerminal }: Pick<TextStream, "isTerminal">, env: Environment): boolean {
  return isTerminal && !env["NO_COLOR"] && !env["CI"] && env["TERM"] !== "dumb";
}

export function styleFor(stream: Pick<TextStream, "isTerminal">, env: Environment): Style {
  if (!coloursAllowed(stream, env)) return (_, text) => text;
  return (tone, text) => `\x1b[${CODES[tone]}m${text}\x1b[0m`;
}
