/** `POST /events/index`: every event the key may see, with its context, each once. */
import { RequestError } from "../errors.ts";
import type { EventRow } from "../sync/types.ts";
import type { MispAnswer, MispClient } from "./client.ts";
import { listedRow } from "./rows.ts";

/**
 * 10,000 rows (about 14 MB) take a real MISP a quarter of a second. A full page must be followed by
 * another to know the end, which a MISP of a round number of events is spared.
 */
export const EVENTS_PER_PAGE = 12_000;

/** How often the list is begun anew because events came or went between two pages. */
const LISTINGS = 3;

export interface ListOptions {
  /** Events asked for at once. */
  readonly limit?: number;
  /** Told why what is listed may not be all; without it such a list is an error. */
  readonly onIncomplete?: ((error: Error) => void) | undefined;
}

interface Page<T> {
  readonly kept: ReadonlyMap<string, T>;
  readonly elements: number;
  /** How many events there are in all, where MISP tells. */
  readonly total: number | undefined;
}

/** Keeps what is needed of each row at once: a page of whole rows would be tens of megabytes. */
async function readPage<T>(answer: MispAnswer, keep: (row: EventRow) => T): Promise<Page<T>> {
  const kept = new Map<string, T>();
  let elements = 0;
  for await (const group of answer.elements) {
    elements += group.length;
    for (const element of group) {
      const row = listedRow(element);
      kept.set(row.uuid, keep(row));
    }
  }
  const total = Number(answer.headers.get("x-result-count") ?? NaN);
  return { kept, elements, total: Number.isInteger(total) && total > 0 ? total : undefined };
}

/**
 * Lists the events and keeps of each what `keep` makes of its row, by uuid.
 *
 * A list that changes while it is read may skip or repeat rows. A repeated row is known by its
 * uuid; a skipped one shows in the total, which MISP sends with each page. Then the list is read
 * anew, and after some times it is called incomplete rather than taken as all there is.
 *
 * @throws {RequestError} when no complete list could be read, and nobody wants an incomplete one.
 */
export async function listEvents<T>(
  client: MispClient,
  keep: (row: EventRow) => T,
  { limit = EVENTS_PER_PAGE, onIncomplete }: ListOptions = {},
): Promise<ReadonlyMap<string, T>> {
  // Each listing adds to what is known: a row that one of them skipped may be in another.
  const kept = new Map<string, T>();
  for (let listing = 1; listing <= LISTINGS; listing++) {
    const found = new Map<string, T>();
    const isComplete = await readList(client, found, keep, limit);
    if (isComplete) return found;
    for (const [uuid, value] of found) kept.set(uuid, value);
  }
  const error = new RequestError(
    `POST /events/index gave an incomplete list ${LISTINGS} times, fewer events than it counts ` +
      "(X-Result-Count): they come and go while it is read, or MISP counts what it does not list",
    { kind: "unavailable" },
  );
  if (onIncomplete === undefined) throw error;
  onIncomplete(error);
  return kept;
}

/** Fills `kept`; false when the pages do not add up to the total that MISP gave with each. */
async function readList<T>(
  client: MispClient,
  kept: Map<string, T>,
  keep: (row: EventRow) => T,
  limit: number,
): Promise<boolean> {
  let total: number | undefined;
  for (let page = 1;; page++) {
    const answer = await client.request(
      {
        method: "POST",
        path: "/events/index",
        body: { limit, page, sort: "id", direction: "asc" },
      },
      (answer) => readPage(answer, keep),
    );
    if (answer.elements > limit) throw limitIgnored(answer.elements, limit);
    for (const [uuid, value] of answer.kept) kept.set(uuid, value);
    // Beyond the end MISP need not count, and a full page says nothing of what comes after it.
    if (page > 1 && answer.elements === 0) break;
    if (page > 1 && answer.total !== total) return false;
    total = answer.total;
    if (answer.elements < limit) break;
  }
  return total === undefined || kept.size >= total;
}

function limitIgnored(rows: number, limit: number): RequestError {
  return new RequestError(
    `POST /events/index gave ${rows} rows where ${limit} were asked for: something between here ` +
      "and MISP drops the request's body or its content type",
    { kind: "refused" },
  );
}
