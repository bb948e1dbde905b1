/** What every failed assertion throws. */
export class AssertionError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "AssertionError";
  }
}

/** The end of a failure message: the caller's own words, when there are some. */
export function suffix(msg: string | undefined): string {
  return msg ? `: ${msg}` : ".";
}
