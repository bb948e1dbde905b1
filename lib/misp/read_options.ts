/** How attributes are read. */
import type { ReadingOptions } from "../sync/types.ts";
import type { PageOptions } from "./attribute_pages.ts";
import type { Pace } from "./pace.ts";

export interface ReadOptions extends ReadingOptions {
  /** Rows asked for at once: the size of a page, and about that of a chunk. */
  readonly attributesPerRequest: number;
  readonly page: PageOptions;
  /** When to ask, and for how much at a time. */
  readonly pace: Pace;
}
