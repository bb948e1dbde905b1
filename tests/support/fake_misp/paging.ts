import { INTERNAL_ERROR, MispError } from "./answer.ts";
import type { Parameters } from "./request.ts";

export interface Page<T> {
  readonly rows: readonly T[];
  /** X-Result-Count of an attribute search: the rows of this page, one more when it is full or empty. */
  readonly count: number;
  readonly limited: boolean;
}

/** Cuts a page of an attribute search. A limit of 0 or below is none; a page below 1 is the first. */
export function attributePage<T>(rows: readonly T[], parameters: Parameters): Page<T> {
  const limit = wholeNumber(parameters["limit"]) ?? 0;
  if (limit === 0) return { rows, count: rows.length, limited: false };
  const page = Math.max(1, wholeNumber(parameters["page"]) ?? 1);
  const cut = limit < 0 ? rows : rows.slice((page - 1) * limit, page * limit);
  const more = cut.length >= limit || cut.length === 0;
  return { rows: cut, count: cut.length + (more ? 1 : 0), limited: limit > 0 };
}

/** A number or a numeric string; other text is an internal error of the database. */
function wholeNumber(value: unknown): number | undefined {
  if (value === undefined || value === null || value === "" || value === false) return undefined;
  const number = Math.trunc(Number(value));
  if (Number.isNaN(number)) throw new MispError(500, INTERNAL_ERROR);
  return number;
}

/** Cuts a page of an event search or index: there a page that is no number is the first. */
export function eventPage<T>(rows: readonly T[], parameters: Parameters): readonly T[] {
  const limit = parameters["limit"];
  if (limit === undefined || limit === null || limit === "" || Number(limit) <= 0) return rows;
  if (Number.isNaN(Number(limit))) return [];
  const size = Math.trunc(Number(limit));
  const page = Math.max(1, Math.trunc(Number(parameters["page"] ?? 1)) || 1);
  return rows.slice((page - 1) * size, page * size);
}
