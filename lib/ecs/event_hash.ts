/**
 * The hash that tells whether a document's content has changed (`event.hash`), and the line of JSON
 * to index. Both are made of the same pieces of text, so that nothing is stringified twice.
 *
 * The hash leaves out what moves without meaning: the event's stamps and its count of attributes,
 * which every edit of the event moves in all of its documents; `event.created`, `event.ingested`;
 * and `@timestamp`, which repeats the attribute's own time or else is the event's or the clock's.
 */
import { hash } from "node:crypto";
import type { EcsDocument } from "./document.ts";

export interface DocumentContent {
  /** SHA-256 in hex. */
  readonly hash: string;
  /** JSON of what belongs to the attribute, its last braces left open. */
  readonly body: string;
}

export function documentContent(document: EcsDocument): DocumentContent {
  const { ecs, organization, tags, threat, vulnerability, misp } = document;
  const { attribute, indicator, object } = misp;
  const body = openEnd(
    openEnd(JSON.stringify({
      ecs,
      organization,
      tags,
      threat,
      vulnerability,
      misp: { attribute, indicator, object },
    })),
  );
  const { digest } = eventText(misp);
  return { hash: hash("sha256", `${digest}${JSON.stringify(document.event)}${body}`, "hex"), body };
}

/** The document with its hash, the time it was written (ISO 8601) and the MISP it comes from. */
export function serialise(
  document: EcsDocument,
  content: DocumentContent,
  instance: string,
  ingested: string,
): string {
  const timestamp = document["@timestamp"];
  const head = timestamp === undefined ? "{" : `{"@timestamp":"${timestamp}",`;
  const event = openEnd(JSON.stringify(document.event));
  return `${head}"event":${event},"hash":"${content.hash}","ingested":"${ingested}"},` +
    `${content.body.slice(1)}${eventText(document.misp).json},"instance":${
      JSON.stringify(instance)
    }}}`;
}

function openEnd(json: string): string {
  return json.slice(0, -1);
}

type MispFields = EcsDocument["misp"];

interface EventText {
  /** `,"event":{…},"org":{…},"orgc":{…}` */
  readonly json: string;
  /** Hash of the same without what moves. */
  readonly digest: string;
}

const TEXTS = new WeakMap<object, EventText>();

/** Documents of one event share the objects that describe it, so this is done once an event. */
function eventText(misp: MispFields): EventText {
  const known = misp.event === undefined ? undefined : TEXTS.get(misp.event);
  if (known !== undefined) return known;
  const made = makeEventText(misp);
  if (misp.event !== undefined) TEXTS.set(misp.event, made);
  return made;
}

function makeEventText({ event, org, orgc }: MispFields): EventText {
  const stable = {
    ...event,
    attribute_count: undefined,
    timestamp: undefined,
    publish_timestamp: undefined,
    sighting_timestamp: undefined,
  };
  const json = openEnd(JSON.stringify({ event, org, orgc })).slice(1);
  return {
    json: json === "" ? "" : `,${json}`,
    digest: hash("sha256", JSON.stringify([stable, org, orgc]), "hex"),
  };
}
