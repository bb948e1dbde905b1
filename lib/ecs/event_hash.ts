/**
 * The hash that tells whether a document's content has changed (`event.hash`), and the line of JSON
 * to index. Both are made of the same text, so that nothing is stringified twice.
 *
 * The hash leaves out what moves without meaning: the event's stamps and its count of attributes,
 * which every edit of an event moves in all of its documents; `event.created` and `event.ingested`;
 * and `@timestamp`, which repeats the attribute's own time or else is the event's or the clock's.
 */
import { hash } from "node:crypto";
import type { EcsDocument } from "./document.ts";
import { rememberingLast } from "./last.ts";

export interface DocumentContent {
  /** SHA-256 in hex. */
  readonly hash: string;
  /** What belongs to the attribute: the members of a JSON object, the last of them open. */
  readonly members: string;
}

export function documentContent(document: EcsDocument): DocumentContent {
  const { event, ecs, organization, tags, threat, vulnerability, misp } = document;
  const { attribute, indicator, object } = misp;
  const own = { attribute, indicator };
  const json = JSON.stringify({ ecs, organization, tags, threat, vulnerability, misp: own });
  const shared = object === undefined ? NO_TEXT : objectText(object);
  const text = eventText(misp).digest + shared.digest + eventMembers(event) + json;
  return { hash: hash("sha256", text, "hex"), members: json.slice(1, -2) + shared.members };
}

/**
 * The document on one line, with its hash, the time at which it is written (ISO 8601) and the name
 * of the MISP it comes from.
 */
export function serialise(
  document: EcsDocument,
  { hash, members }: DocumentContent,
  instance: string,
  ingested: string,
): string {
  const timestamp = document["@timestamp"];
  const start = timestamp === undefined ? "{" : `{"@timestamp":"${timestamp}",`;
  const event = `{${eventMembers(document.event)},"hash":"${hash}","ingested":"${ingested}"}`;
  const end = `${eventText(document.misp).members},"instance":${JSON.stringify(instance)}}}`;
  return `${start}"event":${event},${members}${end}`;
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

const NO_TEXT: SharedText = { members: "", digest: "" };

/** The members of an object share it, and it repeats all of them. */
const objectText = rememberingLast((object: NonNullable<MispFields["object"]>): SharedText => {
  const members = `,"object":${JSON.stringify(object)}`;
  return { members, digest: hash("sha256", members, "hex") };
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
    digest: hash("sha256", JSON.stringify([stable, org, orgc]), "hex"),
  };
}
