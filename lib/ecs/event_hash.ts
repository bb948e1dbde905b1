/**
 * The hash that tells whether a document's content has changed (`event.hash`), and the line of JSON
 * to index. Both are made of the same text, so that nothing is stringified twice.
 *
 * The hash leaves out what moves without meaning: the event's stamps and its count of attributes,
 * which every edit of an event moves in all of its documents; `event.created` and `event.ingested`;
 * and `@timestamp`, which repeats the attribute's own time or else is the event's or the clock's.
 */
import { contentHash, hashedText } from "./content_hash.ts";
import type { EcsDocument } from "./document.ts";
import { rememberingLast } from "./last.ts";

export interface DocumentContent {
  readonly hash: string;
  /**
   * What belongs to the attribute, in UTF-8: the beginning of a JSON object, within its last member.
   * Only until the content of another document is asked for.
   */
  readonly own: Uint8Array;
}

export function documentContent(document: EcsDocument): DocumentContent {
  const { event, ecs, organization, tags, threat, vulnerability, misp } = document;
  const { attribute, indicator, object } = misp;
  const own = { attribute, indicator };
  const json = JSON.stringify({ ecs, organization, tags, threat, vulnerability, misp: own });
  const objectDigest = object === undefined ? "" : objectText(object).digest;
  const shared = eventText(misp).digest + kindText(event).digest + objectDigest;
  const { hash, bytes } = hashedText(json, shared);
  return { hash, own: bytes.subarray(0, -2) };
}

/**
 * A document on one line, in pieces one behind the other: what it shares with others is in UTF-8
 * already. Only until the content of another document is asked for.
 */
export type LineParts = readonly (string | Uint8Array)[];

/**
 * The document on one line, with its hash, the time at which it is written (ISO 8601) and the name
 * of the MISP it comes from.
 */
export function lineParts(
  document: EcsDocument,
  { hash, own }: DocumentContent,
  instance: string,
  ingested: string,
): LineParts {
  const { misp, event } = document;
  const timestamp = document["@timestamp"];
  const time = timestamp === undefined ? "" : `"@timestamp":"${timestamp}",`;
  const rest = `,"instance":${JSON.stringify(instance)}},${time}"event":{"hash":"${hash}",` +
    `"ingested":"${ingested}"`;
  const shared = eventText(misp).members;
  const kind = kindText(event).members;
  return misp.object === undefined
    ? [own, shared, rest, kind]
    : [own, objectText(misp.object).members, shared, rest, kind];
}

const decoder = new TextDecoder();

/** The pieces as one. */
export function joinParts(parts: LineParts): string {
  return parts.map((part) => typeof part === "string" ? part : decoder.decode(part)).join("");
}

/** As `lineParts()`, in one piece. */
export function serialise(...given: Parameters<typeof lineParts>): string {
  return joinParts(lineParts(...given));
}

type MispFields = EcsDocument["misp"];

/** Text that many documents share. */
interface SharedText {
  /** Members, each with a comma before it, in UTF-8. */
  readonly members: Uint8Array;
  /** Stands for the same in a document's hash, without what moves. */
  readonly digest: string;
}

const encoder = new TextEncoder();

/** Documents share the objects that are equal in all of them, so these are stringified once. */
const kindText = rememberingLast((event: EcsDocument["event"]): SharedText => {
  const json = JSON.stringify(event);
  return { members: encoder.encode(`,${json.slice(1)}}`), digest: contentHash(json) };
});

/** The members of an object share it, and it repeats all of them. */
const objectText = rememberingLast((object: NonNullable<MispFields["object"]>): SharedText => {
  const members = `,"object":${JSON.stringify(object)}`;
  return { members: encoder.encode(members), digest: contentHash(members) };
});

interface EventText extends SharedText {
  readonly org: MispFields["org"];
  readonly orgc: MispFields["orgc"];
}

let lastEvent: { readonly event: MispFields["event"]; readonly text: EventText } | undefined;

function eventText(misp: MispFields): EventText {
  const { event, org, orgc } = misp;
  const known = lastEvent?.event === event ? lastEvent?.text : undefined;
  if (known !== undefined && known.org === org && known.orgc === orgc) return known;
  const text = makeEventText(misp);
  lastEvent = { event, text };
  return text;
}

function makeEventText({ event, org, orgc }: MispFields): EventText {
  const stable = {
    ...event,
    attribute_count: undefined,
    timestamp: undefined,
    publish_timestamp: undefined,
    sighting_timestamp: undefined,
  };
  const members = JSON.stringify({ event, org, orgc }).slice(1, -1);
  return {
    org,
    orgc,
    members: encoder.encode(members === "" ? "" : `,${members}`),
    digest: contentHash(JSON.stringify([stable, org, orgc])),
  };
}
