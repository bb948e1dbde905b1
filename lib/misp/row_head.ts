/** What the rows of `/attributes/restSearch` begin with, without parsing them. */

export interface RowHead {
  readonly eventId: string;
  /** Whether the row is a member of an object. */
  readonly inObject: boolean;
}

const encoder = new TextEncoder();
const ID = encoder.encode('{"id":"');
const EVENT_ID = encoder.encode('","event_id":"');
const OBJECT_ID = encoder.encode('","object_id":"');
const QUOTE = 0x22;
const ZERO = 0x30;
const NINE = 0x39;

/**
 * MISP begins each row with these three ids, in this order, as text; undefined for a row that does
 * not begin so. That they are the row's own is seen again when it is parsed.
 */
export function headOf(bytes: Uint8Array, start: number, end: number): RowHead | undefined {
  const idEnd = digitsEnd(bytes, behind(bytes, start, ID), end);
  const eventAt = behind(bytes, idEnd, EVENT_ID);
  const eventEnd = digitsEnd(bytes, eventAt, end);
  const objectAt = behind(bytes, eventEnd, OBJECT_ID);
  const objectEnd = digitsEnd(bytes, objectAt, end);
  if (objectEnd < 0 || bytes[objectEnd] !== QUOTE) return undefined;
  return {
    eventId: digitsText(bytes, eventAt, eventEnd),
    inObject: objectEnd - objectAt > 1 || bytes[objectAt] !== ZERO,
  };
}

/** The place behind `text`, where it stands at `at`; else -1. */
function behind(bytes: Uint8Array, at: number, text: Uint8Array): number {
  if (at < 0) return -1;
  for (let index = 0; index < text.length; index++) {
    if (bytes[at + index] !== text[index]) return -1;
  }
  return at + text.length;
}

/** Where the digits at `at` end, within the row; -1 without any. */
function digitsEnd(bytes: Uint8Array, at: number, end: number): number {
  if (at < 0) return -1;
  let place = at;
  while (place < end && isDigit(bytes[place])) place++;
  return place > at ? place : -1;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte <= NINE;
}

function digitsText(bytes: Uint8Array, start: number, end: number): string {
  let text = "";
  for (let at = start; at < end; at++) text += String.fromCharCode(Number(bytes[at]));
  return text;
}
