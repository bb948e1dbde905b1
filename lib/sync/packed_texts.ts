/**
 * Texts that are needed once, later: tens of thousands of events wait with their context until they
 * are fetched. They resemble each other, so that packed in blocks they take an eighth of the room.
 */
import { deflateRawSync, inflateRawSync } from "node:zlib";

/** Larger blocks are hardly smaller, and all of a block is unpacked for the first of its texts. */
const TEXTS_PER_BLOCK = 64;
/** A third less than the lowest level makes of it; the usual one, 6, takes twice the time for a tenth. */
const COMPRESSION_LEVEL = 3;
const LINE_FEED = 10;

export class PackedTexts {
  readonly #blocks: Block[] = [];
  readonly #shelf = new Shelf();

  /** Returns the place of the text, which must be of one line and not empty. */
  add(text: string): number {
    let block = this.#blocks.at(-1);
    if (block === undefined || block.size === TEXTS_PER_BLOCK) {
      this.#blocks.push(block = new Block());
    }
    const at = block.add(text);
    if (block.size === TEXTS_PER_BLOCK) block.pack(this.#shelf);
    return (this.#blocks.length - 1) * TEXTS_PER_BLOCK + at;
  }

  /**
   * The text, which is not kept; a shelf goes when all of its blocks were opened.
   *
   * @throws RangeError for a place that no text was given, or whose text was taken.
   */
  take(place: number): string {
    const text = this.#blocks[Math.floor(place / TEXTS_PER_BLOCK)]?.take(place % TEXTS_PER_BLOCK);
    if (text === undefined) throw new RangeError(`No text is packed at ${place}`);
    return text;
  }
}

class Block {
  /** Without those that were taken; undefined while they are packed. */
  #texts: (string | undefined)[] | undefined = [];
  #packed: Uint8Array | undefined;
  size = 0;

  add(text: string): number {
    this.#texts?.push(text);
    return this.size++;
  }

  pack(shelf: Shelf): void {
    if (this.#texts === undefined) return;
    const lines = this.#texts.join("\n");
    this.#packed = shelf.put(deflateRawSync(lines, { level: COMPRESSION_LEVEL }));
    this.#texts = undefined;
  }

  take(at: number): string | undefined {
    // Events are fetched in the order in which they were listed: few blocks are open at a time.
    const texts = this.#texts ??= this.#unpacked();
    const text = texts[at];
    if (text === undefined) return undefined;
    texts[at] = undefined;
    return text;
  }

  /** Each decoded for itself: parts of one text would keep all of it as long as one of them waits. */
  #unpacked(): (string | undefined)[] {
    if (this.#packed === undefined) return [];
    const bytes = inflateRawSync(this.#packed);
    this.#packed = undefined;
    const texts: (string | undefined)[] = [];
    for (let start = 0; texts.length < this.size;) {
      const found = bytes.indexOf(LINE_FEED, start);
      const end = found < 0 ? bytes.length : found;
      // Of one that was taken before its block was full, nothing was packed.
      texts.push(start === end ? undefined : bytes.toString("utf8", start, end));
      start = end + 1;
    }
    return texts;
  }
}

const SHELF_BYTES = 1024 * 1024;

/** One block behind the other: hundreds of small buffers would leave as much memory between them. */
class Shelf {
  #bytes = new Uint8Array();
  #end = 0;

  put(packed: Uint8Array): Uint8Array {
    if (this.#end + packed.length > this.#bytes.length) {
      this.#bytes = new Uint8Array(Math.max(packed.length, SHELF_BYTES));
      this.#end = 0;
    }
    const start = this.#end;
    this.#end += packed.length;
    this.#bytes.set(packed, start);
    return this.#bytes.subarray(start, this.#end);
  }
}
