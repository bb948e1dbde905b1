/**
 * Where a text stops being JSON, and where something stands in it: what `JSON.parse` does not tell.
 * No function calls itself, so that no depth of nesting can break it.
 */

/** A text breaks the grammar of JSON. */
export class JsonFault extends SyntaxError {
  override readonly name = "JsonFault";
  /** Index of the first character that does not fit; the text's length when more should follow. */
  readonly at: number;

  constructor(at: number, expected: string) {
    super(`Expected ${expected}`);
    this.at = at;
  }
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/** Index of the next character that is no blank. */
export function afterBlanks(text: string, from: number): number {
  let at = from;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) break;
  }
  return at;
}

/**
 * Index behind the JSON value that begins at or after `from`.
 *
 * @throws {JsonFault} when there is none.
 */
export function valueEnd(text: string, from: number): number {
  const open: string[] = [];
  let at = afterBlanks(text, from);
  do at = leave(text, enter(text, at, open), open); while (open.length > 0);
  return at;
}

/** From the start of a value to the end of the first scalar in it, or into its first empty bracket. */
function enter(text: string, from: number, open: string[]): number {
  for (let at = from;;) {
    const sign = text[at];
    if (sign !== "{" && sign !== "[") return scalarEnd(text, at);
    const closing = sign === "{" ? "}" : "]";
    open.push(closing);
    at = afterBlanks(text, at + 1);
    if (text[at] === closing) return at;
    if (closing === "}") at = nameEnd(text, at);
  }
}

/** Over all brackets that close here, to where the next value begins. */
function leave(text: string, from: number, open: string[]): number {
  let at = from;
  for (let closing = open.at(-1); closing !== undefined; closing = open.at(-1)) {
    at = afterBlanks(text, at);
    if (text[at] === ",") {
      at = afterBlanks(text, at + 1);
      return closing === "}" ? nameEnd(text, at) : at;
    }
    if (text[at] !== closing) throw new JsonFault(at, `"," or "${closing}"`);
    open.pop();
    at++;
  }
  return at;
}

/** Over a member's name and colon, to where its value begins. */
export function nameEnd(text: string, from: number): number {
  if (text[from] !== '"') throw new JsonFault(from, "a name in quotes");
  const at = afterBlanks(text, stringEnd(text, from));
  if (text[at] !== ":") throw new JsonFault(at, '":"');
  return afterBlanks(text, at + 1);
}

function scalarEnd(text: string, at: number): number {
  if (text[at] === '"') return stringEnd(text, at);
  const end = matchEnd(NUMBER, text, at) ?? matchEnd(WORD, text, at);
  if (end === undefined) throw new JsonFault(at, "a value");
  return end;
}

function matchEnd(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

/** Index behind the closing quote of the text that begins at `from`. */
export function stringEnd(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) return at + 1;
    if (code < 0x20) throw new JsonFault(at, "text without control characters");
    if (code !== 0x5c) continue;
    const end = matchEnd(ESCAPE, text, at);
    if (end === undefined) throw new JsonFault(at, 'an escape like "\\n" or "\\u00e9"');
    at = end - 1;
  }
  throw new JsonFault(text.length, "a closing quote");
}
