/** What is wrong with an input, in words. */

/** The input is not what `map` reads; exit code 2. The message names the place. */
export class InputError extends Error {
  override readonly name = "InputError";
}

/** The size at which text of somebody else's is cut in messages. */
const SHOWN = 60;

/** Text in quotes, short, and without what a terminal could take for a command. */
export function quoted(text: string): string {
  const cut = text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
  return JSON.stringify(cut).replaceAll(
    /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
