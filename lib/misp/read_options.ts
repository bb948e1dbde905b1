/** How attributes are read. */
import type { ReadingOptions } from "../sync/types.ts";
import type { PageOptions } from "./attribute_pages.ts";

export interface ReadOptions extends ReadingOptions {
  /** Rows asked for at once: the size of a page, and about that of a chunk. */
  readonly attributesPerRequest: number;
  readonly page: PageOptions;
}
