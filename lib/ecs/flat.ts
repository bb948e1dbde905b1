/** The shortest text that V8 keeps as a pointer into another one instead of copying it. */
const SHORTEST_SLICE = 13;

/**
 * The same text, stored in one piece. What `slice`, `trim`, `+` and templates give points into
 * other strings, and `JSON.stringify` leaves its fast path for the whole document at the first of
 * these: one such text makes it cost twice as much.
 */
export function flat(text: string): string {
  return text.length < SHORTEST_SLICE ? text : [text.slice(0, 1), text.slice(1)].join("");
}

/** Without blanks at both ends. */
export function trimmed(text: string): string {
  const inner = text.trim();
  return inner.length === text.length ? text : flat(inner);
}
