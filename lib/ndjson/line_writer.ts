/** Writes texts whole and in order, however many callers there are. */
export class LineWriter {
  readonly #write: (text: string) => Promise<void>;
  #last: Promise<void> = Promise.resolve();
  #bytes = 0;

  constructor(write: (text: string) => Promise<void>) {
    this.#write = write;
  }

  /** UTF-16 units rather than bytes: near enough for a count of traffic. */
  get bytes(): number {
    return this.#bytes;
  }

  write(text: string): Promise<void> {
    const written = this.#last.then(() => this.#write(text));
    // Whoever comes next fails by itself.
    this.#last = written.catch(() => {});
    this.#bytes += text.length;
    return written;
  }
}
