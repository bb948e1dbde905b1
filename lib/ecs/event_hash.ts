/**
 * The hash that tells whether a document's content has changed (`event.hash`). It is made of the text
 * that is indexed, so that nothing is stringified twice.
 *
 * The hash leaves out what moves without meaning: the event's stamps and its count of attributes,
 * which every edit of an event moves in all of its documents; `event.created` and `event.ingested`;
 * and `@timestamp`, which repeats the attribute's own time or else is the event's or the clock's.
 */
import { contentHash, hashedText, seedOf } from "./content_hash.ts";
import type { EcsDocument } from "./document.ts";
import { rememberingLast } from "./last.ts";
import { stableFields } from "./misp_event.ts";

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
  const { attribute, indicator } = misp;
  const own = { attribute, indicator };
  const json = JSON.stringify({ ecs, organization, tags, threat, vulnerability, misp: own });
  const { hash, bytes } = hashedText(json, sharedSeed(event, misp));
  return { hash, own: bytes.subarray(0, -2) };
}

type MispFields = EcsDocument["misp"];

let last: {
  readonly kind: EcsDocument["event"];
  readonly origin: object | undefined;
  readonly object: MispFields["object"];
  readonly seed: bigint;
} | undefined;

/** Stands for what the document shares with others, which is the same objects in all of them. */
function sharedSeed(kind: EcsDocument["event"], misp: MispFields): bigint {
  const { object } = misp;
  const origin = originOf(misp);
  if (last?.origin === origin && last?.object === object && last?.kind === kind) return last.seed;
  const event = origin === undefined ? "" : eventDigest(origin, misp);
  const seed = seedOf(
    event + kindDigest(kind) + (object === undefined ? "" : objectDigest(object)),
  );
  last = { kind, origin, object, seed };
  return seed;
}

/** The first object that all documents of the event, and no others, have. */
export function originOf({ event, org, orgc }: MispFields): object | undefined {
  return event ?? org ?? orgc;
}

const kindDigest = rememberingLast((kind: EcsDocument["event"]) =>
  contentHash(JSON.stringify(kind))
);

const objectDigest = rememberingLast((object: NonNullable<MispFields["object"]>) =>
  contentHash(JSON.stringify(object))
);

const eventDigest = rememberingLast((_origin: object, { event, org, orgc }: MispFields) =>
  contentHash(JSON.stringify([stableFields(event), org, orgc]))
);
