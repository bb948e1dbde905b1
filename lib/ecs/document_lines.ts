/** Documents as lines of JSON. */
import type { EcsDocument } from "./document.ts";
import { type DocumentContent, originOf } from "./event_hash.ts";
import { rememberingLast } from "./last.ts";

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
  readonly #eventBytes = new SharedBytes();
  readonly #objectBytes = new SharedBytes();
  readonly #kindBytes = new SharedBytes();

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

const encoder = new TextEncoder();

/** Enough for most; no character takes more than three. */
const BUFFER_BYTES = 64 * 1024;
const BYTES_PER_CHARACTER = 3;

/** Bytes of one text at a time: a buffer for each would cost ten times as much as to fill it. */
class SharedBytes {
  readonly #buffer = new Uint8Array(BUFFER_BYTES);

  encode(text: string): Uint8Array {
    if (text.length * BYTES_PER_CHARACTER > BUFFER_BYTES) return encoder.encode(text);
    return this.#buffer.subarray(0, encoder.encodeInto(text, this.#buffer).written);
  }
}

const decoder = new TextDecoder();

/** The pieces as one. */
export function joinParts(parts: LineParts): string {
  return parts.map((part) => typeof part === "string" ? part : decoder.decode(part)).join("");
}
