/**
 * The hash that tells whether a document's content has changed (`event.hash`), and the line of JSON
 * to index. Both are made of the same text, so that nothing is stringified twice.
 *
 * The hash leaves out what moves without meaning: the event's stamps and its count of attributes,
 * which every edit of an event moves in all of its documents; `event.created` and `event.ingested`;
 * and `@timestamp`, which repeats the attribute's own time or else is the event's or the clock's.
 */
import { contentHash } from "./content_hash.ts";
import type { EcsDocument } from "./document.ts";
import { rememberingLast } from "./last.ts";

export interface DocumentContent {
  readonly hash: string;
  /** What belongs to the attribute: the beginning of a JSON object, within its last member. */
  readonly own: string;
}

export function documentContent(document: EcsDocument): DocumentContent {
  const { event, ecs, organization, tags, threat, vulnerability, misp } = document;
  const { attribute, indicator, object } = misp;
  const own = { attribute, indicator };
  const json = JSON.stringify({ ecs, organization, tags, threat, vulnerability, misp: own });
  const objectDigest = object === undefined ? "" : objectText(object).digest;
  const hash = contentHash(eventText(misp).digest + objectDigest + eventMembers(event) + json);
  return { hash, own: json.slice(0, -2) };
}

/** A document on one line: what belongs to the attribute, and what it shares with others. */
export type LineParts = readonly [own: string, shared: string];

/**
 * The document on one line, with its hash, the time at which it is written (ISO 8601) and the name
 * of the MISP it comes from: in two parts, as the longer one would have to be copied to be joined.
 */
export function lineParts(
  document: EcsDocument,
  { hash, own }: DocumentContent,
  instance: string,
  ingested: string,
): LineParts {
  const { misp, event } = document;
  const object = misp.object === undefined ? "" : objectText(misp.object).members;
  const timestamp = document["@timestamp"];
  const time = timestamp === undefined ? "" : `"@timestamp":"${timestamp}",`;
  const shared = `${object}${eventText(misp).members},"instance":${JSON.stringify(instance)}},` +
    `${time}"event":{${eventMembers(event)},"hash":"${hash}","ingested":"${ingested}"}}`;
  return [own, shared];
}

/** As `lineParts()`, in one piece. */
export function serialise(...given: Parameters<typeof lineParts>): string {
  return lineParts(...given).join("");
}

/** Documents share the objects that are equal in all of them, so these are stringified once. */
const eventMembers = rememberingLast((event: EcsDocument["event"]) =>
  JSON.stringify(event).slice(1, -1)
);

type MispFields = EcsDocument["misp"];

/** Text that many documents share. */
interface SharedText {
  /** Members of `misp`, each with a comma before it. */
  readonly members: string;
  /** Stands for the same in a document's hash, without what moves. */
  readonly digest: string;
}

/** The members of an object share it, and it repeats all of them. */
const objectText = rememberingLast((object: NonNullable<MispFields["object"]>): SharedText => {
  const members = `,"object":${JSON.stringify(object)}`;
  return { members, digest: contentHash(members) };
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
    members: members === "" ? "" : `,${members}`,
    digest: contentHash(JSON.stringify([stable, org, orgc])),
  };
}
