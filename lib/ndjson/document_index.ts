/** What a file of documents holds of one instance: ids, hashes and ends, never the documents. */
import { documentId } from "../ecs/id.ts";
import type { IndexedEvent } from "../sync/types.ts";
import { at, type JsonValue, textAt } from "../elastic/json.ts";

export interface FiledDocument {
  readonly id: string;
  readonly event: string;
  readonly hash: string;
  /** The line's number in the file, from 0. */
  readonly line: number;
  /** Epoch milliseconds; Infinity for one that has no end. */
  readonly end: number;
  readonly rule: string;
  readonly type: string;
  readonly marked: boolean;
}

interface FiledEvent {
  readonly documents: Map<string, FiledDocument>;
  timestamp: number;
}

export class DocumentIndex {
  readonly #instance: string;
  readonly #events = new Map<string, FiledEvent>();
  /** Each text once: a parsed line's own would keep the whole line in memory. */
  readonly #texts = new Map<string, string>();
  #size = 0;

  constructor(instance: string) {
    this.#instance = instance;
  }

  get size(): number {
    return this.#size;
  }

  /** @throws SyntaxError when the line is no JSON. */
  add(text: string, line: number): void {
    const document: JsonValue = JSON.parse(text);
    if (textAt(document, "misp", "instance") !== this.#instance) return;
    const attribute = at(document, "misp", "attribute");
    const uuid = textAt(attribute, "uuid");
    const event = textAt(document, "misp", "event", "uuid");
    if (uuid === undefined || event === undefined) return;
    const filed = this.#eventOf(event);
    const id = documentId(this.#instance, uuid);
    filed.documents.set(id, {
      id,
      event: this.#once(event),
      hash: textAt(document, "event", "hash") ?? "",
      line,
      end: msOf(textAt(attribute, "decayed_at")) ?? Infinity,
      rule: this.#once(textAt(attribute, "decayed_by") ?? ""),
      type: this.#once(textAt(attribute, "type") ?? ""),
      marked: at(attribute, "decayed") === true,
    });
    const ms = msOf(textAt(document, "misp", "event", "timestamp")) ?? 0;
    filed.timestamp = Math.max(filed.timestamp, Math.floor(ms / 1000));
    this.#size++;
  }

  find(event: string, id: string): FiledDocument | undefined {
    return this.#events.get(event)?.documents.get(id);
  }

  /** In the order of the file. */
  documents(event: string): readonly FiledDocument[] {
    return [...this.#events.get(event)?.documents.values() ?? []];
  }

  *all(): Generator<FiledDocument> {
    for (const { documents } of this.#events.values()) yield* documents.values();
  }

  *events(): Generator<IndexedEvent> {
    for (const [uuid, { documents, timestamp }] of this.#events) {
      yield { uuid, documents: documents.size, timestamp };
    }
  }

  #eventOf(uuid: string): FiledEvent {
    const known = this.#events.get(uuid);
    if (known !== undefined) return known;
    const filed = { documents: new Map<string, FiledDocument>(), timestamp: 0 };
    this.#events.set(uuid, filed);
    return filed;
  }

  #once(text: string): string {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    this.#texts.set(text, text);
    return text;
  }
}

function msOf(date: string | undefined): number | undefined {
  const ms = Date.parse(date ?? "");
  return Number.isNaN(ms) ? undefined : ms;
}
