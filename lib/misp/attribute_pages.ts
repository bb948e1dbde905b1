/**
 * `POST /attributes/restSearch` by event ids, page by page. The order never moves while rows are
 * edited or softly deleted (`deleted: [0, 1]`), and rows are checked against what was asked: a
 * filter that is ignored would otherwise read the whole of MISP.
 */
import { RequestError } from "../errors.ts";
import type { MispAnswer, MispClient } from "./client.ts";
import { type AttributeRow, attributeRow } from "./rows.ts";

export interface PageRequest {
  readonly eventIds: ReadonlySet<string>;
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

export interface AttributePage {
  readonly rows: readonly AttributeRow[];
  /** Whether this was the last page: rows and those left out after the cut do not fill it. */
  readonly last: boolean;
}

/** Attempts before less is asked for; a short pause often cures what is not a matter of size. */
const ATTEMPTS_BEFORE_LESS = 2;

export function requestAttributePage(
  client: MispClient,
  request: PageRequest,
): Promise<AttributePage> {
  const { eventIds, page, limit, order, options } = request;
  return client.request({
    method: "POST",
    path: "/attributes/restSearch",
    heavyAttempts: ATTEMPTS_BEFORE_LESS,
    body: {
      returnFormat: "json",
      eventid: [...eventIds],
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
  const rows = new Map<string, AttributeRow>();
  let elements = 0;
  for await (const group of answer.elements) {
    for (const element of group) {
      if (++elements > request.limit) {
        throw unusable(`more rows than the ${request.limit} asked for`);
      }
      const row = attributeRow(element);
      if (!request.eventIds.has(row.eventId)) {
        throw unusable(`attribute ${row.uuid} of event ${row.eventId}, which was not asked for`);
      }
      if (rows.has(row.uuid)) throw unusable(`attribute ${row.uuid} twice`);
      rows.set(row.uuid, row);
    }
  }
  const skipped = Number(answer.headers.get("x-skipped-elements-count") ?? 0) || 0;
  return { rows: [...rows.values()], last: elements + skipped < request.limit };
}

function unusable(what: string): RequestError {
  return new RequestError(`POST /attributes/restSearch gave ${what}`, { kind: "malformed" });
}
