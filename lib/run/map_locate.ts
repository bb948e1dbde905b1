/** Names of places: steps into a JSON value, and a character's line and byte. */
import { afterBlanks, nameEnd, stringEnd, valueEnd } from "./map_json.ts";

/** Names of members and numbers of elements, from the outside in. */
export type Path = readonly (string | number)[];

/** As `jq` writes it: `.response.Attribute[3]` */
export function formatPath(path: Path): string {
  const steps = path.map((step) => typeof step === "number" ? `[${step}]` : `.${step}`).join("");
  return steps.startsWith(".") ? steps : `.${steps}`;
}

/** Index in `text` of what `path` leads to in the value that begins at or after `from`. */
export function locate(text: string, from: number, path: Path): number | undefined {
  let at: number | undefined = afterBlanks(text, from);
  for (const step of path) {
    if (at === undefined) return undefined;
    at = typeof step === "number" ? elementAt(text, at, step) : memberAt(text, at, step);
  }
  return at;
}

function elementAt(text: string, from: number, index: number): number | undefined {
  if (text[from] !== "[") return undefined;
  let at = afterBlanks(text, from + 1);
  for (let skipped = 0; skipped < index; skipped++) {
    at = afterBlanks(text, valueEnd(text, at));
    if (text[at] !== ",") return undefined;
    at = afterBlanks(text, at + 1);
  }
  return at;
}

/** Of members with the same name the last one counts, as for `JSON.parse`. */
function memberAt(text: string, from: number, name: string): number | undefined {
  if (text[from] !== "{") return undefined;
  let found: number | undefined;
  for (let at = afterBlanks(text, from + 1); text[at] === '"';) {
    const value = nameEnd(text, at);
    if (JSON.parse(text.slice(at, stringEnd(text, at))) === name) found = value;
    at = afterBlanks(text, valueEnd(text, value));
    if (text[at] === ",") at = afterBlanks(text, at + 1);
  }
  return found;
}

/** A place in the whole input; lines and columns count from 1, bytes from 0. */
export interface Position {
  readonly line: number;
  readonly column: number;
  readonly byte: number;
}

export function lineBreaks(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) count++;
  return count;
}

/** The position that comes after `text`, when that begins a line at `start`. */
export function positionAfter(text: string, start: Omit<Position, "column">): Position {
  return {
    line: start.line + lineBreaks(text),
    column: text.length - text.lastIndexOf("\n"),
    byte: start.byte + new TextEncoder().encode(text).length,
  };
}

export function formatPosition({ line, column, byte }: Position): string {
  return `line ${line} column ${column} (byte ${byte})`;
}
