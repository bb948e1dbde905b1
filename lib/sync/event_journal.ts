/** One event: each revision of each attribute becomes a record of the journal, once. */
import { isKnownType } from "../ecs/attribute_types.ts";
import { toDeletion } from "../ecs/deletion.ts";
import {
  type EcsDocument,
  type EventContext,
  type MappingSettings,
  prepareEvent,
  toDocument,
} from "../ecs/document.ts";
import type { DocumentLines, LineParts } from "../ecs/document_lines.ts";
import { documentContent } from "../ecs/event_hash.ts";
import { revisionId } from "../ecs/id.ts";
import type { MispEvent } from "../ecs/misp.ts";
import { integer, text } from "../ecs/read.ts";
import type { EventWork } from "./keeper.ts";
import type { EventLifetimes, LoadedLifetimes } from "./lifetimes.ts";
import type { AttributeFilter } from "./selection.ts";
import type { Tally } from "./tally.ts";
import type { EventPart, SourceAttribute } from "./types.ts";
import type { Writes } from "./writes.ts";

/** What every record of a run is made with. */
export interface RecordSettings {
  readonly instance: string;
  readonly mapping: MappingSettings;
  /** Whether rules may match the records themselves; else they are marked as a source only. */
  readonly match: boolean;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly lines: DocumentLines;
}

export interface JournalSettings extends RecordSettings {
  readonly filter: AttributeFilter;
  readonly lifetimes: LoadedLifetimes;
  readonly tally: Tally;
}

/** Elastic's prebuilt rules and dashboards leave out what carries this label. */
const SOURCE_LABEL = '{"labels":{"is_ioc_transform_source":"true"},';
const OPENING_BRACE = 1;

/** The record on one line. */
export function recordLine(document: EcsDocument, settings: RecordSettings): LineParts {
  const { lines, match } = settings;
  const content = documentContent(document);
  if (match) return lines.partsOf(document, content);
  const own = content.own.subarray(OPENING_BRACE);
  return [SOURCE_LABEL, ...lines.partsOf(document, { ...content, own })];
}

export class EventJournal implements EventWork {
  readonly #settings: JournalSettings;
  /** Records that are there already, as far as they were read. */
  readonly #known: ReadonlyMap<string, unknown>;
  #context: EventContext;
  #lifetimes: EventLifetimes;
  #timestamp: number;
  readonly fingerprint: string;
  documents = 0;

  constructor(settings: JournalSettings, event: MispEvent, known: ReadonlyMap<string, unknown>) {
    this.#settings = settings;
    this.#known = known;
    this.#context = prepareEvent(event, settings.mapping);
    this.#lifetimes = settings.lifetimes.forEvent(event);
    this.#timestamp = integer(event.timestamp) ?? 0;
    this.fingerprint = this.#context.fingerprint;
  }

  take(part: EventPart, writes: Writes): void {
    if (part.event !== undefined) {
      this.#context = prepareEvent(part.event, this.#settings.mapping);
      this.#lifetimes = this.#settings.lifetimes.forEvent(part.event);
      this.#timestamp = integer(part.event.timestamp) ?? 0;
    }
    for (const attribute of part.attributes) this.#takeAttribute(part.uuid, attribute, writes);
  }

  #takeAttribute(event: string, source: SourceAttribute, writes: Writes): void {
    const { tally, filter, instance } = this.#settings;
    tally.read++;
    const reason = filter({ ...source, deleted: false }, this.#context);
    if (reason !== undefined) return tally.dropped(reason);
    const type = text(source.attribute.type);
    if (type !== undefined && !isKnownType(type)) tally.unknownType(type);
    this.documents++;
    const changed = integer(source.attribute.timestamp) ?? 0;
    const id = revisionId(instance, source.uuid, changed, this.#timestamp);
    if (this.#known.has(id)) tally.unchanged++;
    else {
      const line = recordLine(this.#record(source), this.#settings);
      writes.addDocument("created", { action: "create", id, event }, line);
    }
  }

  #record({ attribute, object, deleted }: SourceAttribute): EcsDocument {
    const { now } = this.#settings;
    const decay = this.#lifetimes.of(attribute, now);
    const make = deleted ? toDeletion : toDocument;
    return make(attribute, this.#context, { now, decay, object });
  }
}
