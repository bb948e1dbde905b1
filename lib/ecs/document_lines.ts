/** Documents as lines of JSON. */
import type { EcsDocument } from "./document.ts";
import { type DocumentContent, originOf } from "./event_hash.ts";
import { rememberingLast } from "./last.ts";
import { TextBytes } from "./text_bytes.ts";

/**
 * A document on one line, in pieces one behind the other: what it shares with others is in UTF-8
 * already. Only until the line, or the content, of another document is asked for.
 */
export type LineParts = readonly (string | Uint8Array)[];

type MispFields = EcsDocument["misp"];

/** The lines of one run, which encodes once what its documents share. */
export class DocumentLines {
  readonly #instance: string;
  readonly #ingested: string;
  readonly #eventBytes = new TextBytes();
  readonly #objectBytes = new TextBytes();
  readonly #kindBytes = new TextBytes();

  /**
   * @param instance the name of the MISP that the documents come from
   * @param ingested when they are written, ISO 8601
   */
  constructor(instance: string, ingested: string) {
    this.#instance = JSON.stringify(instance);
    this.#ingested = JSON.stringify(ingested);
  }

  /** The document with its hash and with what is the run's own. */
  partsOf(document: EcsDocument, { hash, own }: DocumentContent): LineParts {
    const { misp, event } = document;
    const origin = originOf(misp);
    const shared = origin === undefined ? this.#endOfMisp("") : this.#event(origin, misp);
    const timestamp = document["@timestamp"];
    const time = timestamp === undefined ? "" : `"@timestamp":"${timestamp}",`;
    const rest = `${time}"event":{"hash":"${hash}",`;
    const kind = this.#kind(event);
    return misp.object === undefined
      ? [own, shared, rest, kind]
      : [own, this.#object(misp.object), shared, rest, kind];
  }

  readonly #event = rememberingLast((_origin: object, { event, org, orgc }: MispFields) =>
    this.#eventBytes.encode(this.#endOfMisp(JSON.stringify({ event, org, orgc }).slice(1, -1)))
  );

  readonly #object = rememberingLast((object: NonNullable<MispFields["object"]>) =>
    this.#objectBytes.encode(`,"object":${JSON.stringify(object)}`)
  );

  readonly #kind = rememberingLast((event: EcsDocument["event"]) =>
    this.#kindBytes.encode(`"ingested":${this.#ingested},${JSON.stringify(event).slice(1)}}`)
  );

  /** The last members of `misp`, and its end. */
  #endOfMisp(members: string): string {
    const before = members === "" ? "" : `,${members}`;
    return `${before},"instance":${this.#instance}},`;
  }
}

const decoder = new TextDecoder();

/** The pieces as one. */
export function joinParts(parts: LineParts): string {
  return parts.map((part) => typeof part === "string" ? part : decoder.decode(part)).join("");
}
