/**
 * `POST /attributes/restSearch` by event ids, page by page. The order never moves while rows are
 * edited or softly deleted (`deleted: [0, 1]`), and rows are checked against what was asked: a
 * filter that is ignored would otherwise read the whole of MISP.
 */
import type { RequestError } from "../errors.ts";
import type { MispAnswer, MispClient } from "./client.ts";
import { RawRows, unusable } from "./raw_rows.ts";

export interface PageRequest {
  /** Event ids, with the number of rows that MISP counts, 0 where nothing can be said. */
  readonly events: ReadonlyMap<string, number>;
  readonly page: number;
  readonly limit: number;
  readonly order: "Attribute.id asc" | "Attribute.object_id asc, Attribute.id asc";
  readonly sightings: boolean;
  readonly options: PageOptions;
}

/** What costs MISP time and is asked for only when a setting needs it. */
export interface PageOptions {
  readonly warninglists: boolean;
  readonly attachments: boolean;
}

/** The rows hold buffers, and are to be disposed of. */
export interface AttributePage {
  readonly rows: RawRows;
  /** Whether this was the last page: rows and those left out after the cut do not fill it. */
  readonly last: boolean;
}

/** Attempts before less is asked for; a short pause often cures what is not a matter of size. */
const ATTEMPTS_BEFORE_LESS = 2;

export function requestAttributePage(
  client: MispClient,
  request: PageRequest,
): Promise<AttributePage> {
  const { events, page, limit, order, options } = request;
  return client.request({
    method: "POST",
    path: "/attributes/restSearch",
    heavyAttempts: ATTEMPTS_BEFORE_LESS,
    body: {
      returnFormat: "json",
      eventid: [...events.keys()],
      deleted: [0, 1],
      order,
      limit,
      page,
      ...(request.sightings ? { includeSightings: 1 } : {}),
      ...(options.warninglists ? { includeWarninglistHits: 1 } : {}),
      ...(options.attachments ? { withAttachments: 1 } : {}),
    },
  }, (answer) => readPage(answer, request));
}

async function readPage(answer: MispAnswer, request: PageRequest): Promise<AttributePage> {
  const rows = new RawRows(request.events.keys(), answer.buffers);
  try {
    return await fillPage(rows, answer, request);
  } catch (error) {
    rows[Symbol.dispose]();
    throw error;
  }
}

async function fillPage(
  rows: RawRows,
  { groups, headers }: MispAnswer,
  { events, limit }: PageRequest,
): Promise<AttributePage> {
  for await (const group of groups) {
    rows.add(group);
    if (rows.size > limit) throw tooMany(rows, limit);
  }
  // Nothing may go missing unseen, for what is missing would be deleted.
  if (events.entries().some(([id, counted]) => rows.count(id) < counted)) rows.check();
  const skipped = Number(headers.get("x-skipped-elements-count") ?? 0) || 0;
  return { rows, last: rows.size + skipped < limit };
}

function tooMany(rows: RawRows, limit: number): RequestError {
  rows.check();
  return unusable(`more rows than the ${limit} asked for`);
}
