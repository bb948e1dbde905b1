/** One event: its attributes become documents, compared with those that are indexed. */
import {
  type EcsDocument,
  type EventContext,
  type MappingSettings,
  prepareEvent,
  toDocument,
} from "../ecs/document.ts";
import { isKnownType } from "../ecs/attribute_types.ts";
import type { DocumentLines } from "../ecs/document_lines.ts";
import { documentContent } from "../ecs/event_hash.ts";
import { documentId } from "../ecs/id.ts";
import type { MispEvent } from "../ecs/misp.ts";
import { type ExpirySettings, keepMsOf } from "./expire.ts";
import type { EventWork } from "./keeper.ts";
import type { EventLifetimes, LoadedLifetimes } from "./lifetimes.ts";
import type { AttributeFilter } from "./selection.ts";
import type { Tally } from "./tally.ts";
import type { EventPart, IndexedDocument, SourceAttribute } from "./types.ts";
import type { Withheld } from "./withheld.ts";
import type { Writes } from "./writes.ts";

/** What every event of a run is reconciled with. */
export interface DiffSettings {
  readonly instance: string;
  readonly mapping: MappingSettings;
  readonly filter: AttributeFilter;
  readonly lifetimes: LoadedLifetimes;
  readonly expiry: ExpirySettings;
  readonly withheld: Withheld;
  readonly tally: Tally;
  /** Epoch milliseconds: the moment at which documents are judged, one for the whole run. */
  readonly now: number;
  readonly lines: DocumentLines;
}

interface Prepared {
  readonly context: EventContext;
  readonly lifetimes: EventLifetimes;
}

export class EventDiff implements EventWork {
  readonly #settings: DiffSettings;
  /** The event's documents that were indexed and not yet met again, by id. */
  readonly #indexed: Map<string, IndexedDocument>;
  #prepared: Prepared;
  readonly fingerprint: string;
  /** Documents the event has now. */
  documents = 0;

  constructor(settings: DiffSettings, event: MispEvent, indexed: Map<string, IndexedDocument>) {
    this.#settings = settings;
    this.#indexed = indexed;
    this.#prepared = this.#prepare(event);
    this.fingerprint = this.#prepared.context.fingerprint;
  }

  /** Adds the writes of a part; after the last one the deletes of what was not met are known. */
  take(part: EventPart, writes: Writes): void {
    if (part.event !== undefined) this.#prepared = this.#prepare(part.event);
    for (const attribute of part.attributes) this.#takeAttribute(part.uuid, attribute, writes);
    if (part.last) this.#deleteRest(part.uuid);
  }

  #prepare(event: MispEvent): Prepared {
    const { mapping, lifetimes } = this.#settings;
    return { context: prepareEvent(event, mapping), lifetimes: lifetimes.forEvent(event) };
  }

  #takeAttribute(event: string, source: SourceAttribute, writes: Writes): void {
    const { tally, filter, instance, now, lines } = this.#settings;
    const { context, lifetimes } = this.#prepared;
    tally.read++;
    const reason = filter(source, context);
    if (reason !== undefined) return tally.dropped(reason);
    const lifetime = lifetimes.of(source.attribute, now);
    const id = documentId(instance, source.uuid);
    if (lifetime.decayedAtMs !== undefined && lifetime.decayedAtMs <= now) {
      this.#keepEnded(id, lifetime.decayedAtMs);
      return tally.dropped(lifetime.byModel ? "decayed" : "expired");
    }
    const { attribute, object } = source;
    const document = toDocument(attribute, context, { now, decay: lifetime, object });
    this.#countOddities(document);
    const content = documentContent(document);
    const before = this.#takeIndexed(id)?.hash;
    this.documents++;
    if (before === content.hash) tally.unchanged++;
    else {
      const change = before === undefined ? "created" : "updated";
      const line = lines.partsOf(document, content);
      writes.addDocument(change, { action: "index", id, event }, line);
    }
  }

  /** Nothing is looked up in an index that is empty: V8 would keep a copy of each id. */
  #takeIndexed(id: string): IndexedDocument | undefined {
    if (this.#indexed.size === 0) return undefined;
    const found = this.#indexed.get(id);
    this.#indexed.delete(id);
    return found;
  }

  /** Where ended documents are marked, one that is indexed stays until its time to be kept is over. */
  #keepEnded(id: string, endMs: number): void {
    const { expiry, now } = this.#settings;
    if (endMs + keepMsOf(expiry) <= now) return;
    if (this.#takeIndexed(id) !== undefined) this.documents++;
  }

  #countOddities({ misp, threat }: EcsDocument): void {
    const { type } = misp.attribute;
    if (type !== undefined && !isKnownType(type)) this.#settings.tally.unknownType(type);
    const { first_seen: first, last_seen: last } = threat.indicator;
    if (first !== undefined && last !== undefined && last < first) {
      this.#settings.tally.seenBackwards++;
    }
  }

  /** What was not met is deleted, once it is known that not too much is. */
  #deleteRest(event: string): void {
    if (this.#indexed.size === 0) return;
    this.#settings.withheld.add(event, this.#indexed.values());
    this.#indexed.clear();
  }
}
