/** Enough for the text of most documents. */
const BUFFER_BYTES = 64 * 1024;
/** No character takes more. */
const BYTES_PER_CHARACTER = 3;

const encoder = new TextEncoder();

/** A text in UTF-8, one at a time: a buffer for each would cost ten times as much as to fill it. */
export class TextBytes {
  readonly #buffer = new Uint8Array(BUFFER_BYTES);

  /** Until the next text is encoded; one that may not fit gets a buffer of its own. */
  encode(text: string): Uint8Array {
    if (text.length * BYTES_PER_CHARACTER > BUFFER_BYTES) return encoder.encode(text);
    return this.#buffer.subarray(0, encoder.encodeInto(text, this.#buffer).written);
  }
}
