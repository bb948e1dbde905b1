/** The nodes of a cluster, asked in turn. */
import type { Clock } from "../context.ts";

/** How long a node that failed is passed over, while others answer. */
const REST_MS = 60_000;

interface Node {
  readonly url: URL;
  /** Epoch milliseconds. */
  restsUntil: number;
}

export class Nodes {
  readonly #nodes: readonly Node[];
  readonly #clock: Pick<Clock, "now">;
  #turn = 0;

  /** The same node named twice is one node. */
  constructor(urls: readonly string[], clock: Pick<Clock, "now">) {
    const distinct = new Set(urls.map((url) => new URL(url).href));
    this.#nodes = Array.from(distinct, (href) => ({ url: new URL(href), restsUntil: 0 }));
    this.#clock = clock;
  }

  /** The next one that does not rest; when all do, the one that has rested for longest. */
  next(): URL {
    const now = this.#clock.now();
    const awake = this.#nodes.filter(({ restsUntil }) => restsUntil <= now);
    const node = awake[this.#turn++ % awake.length] ??
      this.#nodes.toSorted((one, other) => one.restsUntil - other.restsUntil)[0];
    if (node === undefined) throw new RangeError("A cluster has no node to ask");
    return node.url;
  }

  failed(url: URL): void {
    this.#settle(url, this.#clock.now() + REST_MS);
  }

  answered(url: URL): void {
    this.#settle(url, 0);
  }

  #settle(url: URL, restsUntil: number): void {
    for (const node of this.#nodes) if (node.url === url) node.restsUntil = restsUntil;
  }
}
