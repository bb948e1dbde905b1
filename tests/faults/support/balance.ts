/** Whether the numbers of a summary add up, seen from outside. */
import { assert, assertEquals } from "@std/assert";

export interface Summary {
  readonly schema_version: number;
  readonly command: string;
  readonly exit_code: number;
  readonly outcome: string;
  readonly error?: string;
  readonly duration_ms: number;
  readonly events: Readonly<Record<string, number>>;
  readonly attributes: {
    readonly read: number;
    readonly wanted: number;
    readonly not_wanted: Readonly<Record<string, number>>;
  };
  readonly documents: {
    readonly created: number;
    readonly updated: number;
    readonly deleted: number;
    readonly marked: number;
    readonly unchanged: number;
    readonly rejected: number;
    readonly conflicts: number;
  };
  readonly rejections: readonly { readonly count: number }[];
  readonly requests: { readonly misp: number; readonly elasticsearch: number };
  readonly bytes: { readonly read: number; readonly written: number };
  readonly peak_rss_bytes: number;
}

const OUTCOMES: Readonly<Record<number, string>> = {
  0: "done",
  1: "failed",
  2: "usage",
  3: "partial",
  4: "unauthorised",
  5: "try_later",
  6: "lease_held",
  7: "safety_stop",
  130: "interrupted",
  143: "interrupted",
};

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}

/** Everything that a summary says of itself; `code` is the process's own. */
export function assertBalanced(summary: Summary, code: number): void {
  const { attributes, documents, events, rejections } = summary;
  assertEquals([summary.exit_code, summary.outcome], [code, OUTCOMES[code]]);
  assertEquals(attributes.read, attributes.wanted + sum(Object.values(attributes.not_wanted)));
  assertEquals(sum(rejections.map(({ count }) => count)), documents.rejected);
  const { listed, gone: _, failed = 0, ...states } = events;
  // `expire` only tells which of the indexed events are listed.
  const isPlanned = listed !== 0 && summary.command !== "expire";
  if (isPlanned) assertEquals(listed, sum(Object.values(states)), "events");
  const numbers = [summary.duration_ms, ...Object.values(documents), ...Object.values(events)];
  assert(numbers.every((number) => number >= 0), `a number below zero in ${numbers}`);
  assertWritesBalanced(summary, code);
  if (code !== 3) assertEquals(summary.error === undefined, code === 0, summary.error);
  if (code === 0) assertEquals([failed, documents.rejected], [0, 0], "a run that is done");
  const partial = failed + documents.rejected > 0 || summary.error !== undefined;
  if (code === 3) assert(partial, "a run that is done in part");
}

/** A run that came to its end tells of each wanted attribute what became of it. */
function assertWritesBalanced({ attributes, documents }: Summary, code: number): void {
  const { created, updated, unchanged, rejected } = documents;
  const written = created + updated + unchanged;
  assert(written <= attributes.wanted, `${written} of ${attributes.wanted} wanted`);
  const ended = code === 0 || code === 3;
  if (ended) assert(attributes.wanted <= written + rejected, `${attributes.wanted} wanted`);
}

/** The numbers against what was indexed before and is now. */
export function assertAgrees(summary: Summary, before: number, after: number): void {
  const { created, deleted, conflicts } = summary.documents;
  const gone = before + created - after;
  // A delete whose answer was lost is done, and finds nothing when it is sent again.
  assert(gone >= deleted && gone <= deleted + conflicts, `${gone} gone, ${deleted} deleted`);
}
