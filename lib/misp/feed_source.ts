/**
 * A MISP feed as a source: `manifest.json` lists the events, `<uuid>.json` holds each of them, as
 * in the CIRCL OSINT feed and every feed export of MISP. A feed holds published events only, no
 * deleted attributes, no sightings and no numeric ids.
 */
import { RequestError } from "../errors.ts";
import type { MispEvent, MispObject } from "../ecs/misp.ts";
import { isObject, type JsonObject, list, text } from "../ecs/read.ts";
import type {
  EventPart,
  EventRequest,
  EventRow,
  Source,
  SourceAttribute,
  UnreadableEvent,
} from "../sync/types.ts";
import { MalformedAnswer } from "./elements.ts";
import type { FeedFiles } from "./feed_files.ts";
import { attributeRow, eventRow, isDeleted, twinOf } from "./rows.ts";
import { isUuid } from "./uuid.ts";

/** A manifest does not tell; an event of usual size, so that chunks hold a few dozen files. */
const ASSUMED_ATTRIBUTES = 200;

export function feedSource(instance: string, files: FeedFiles): Source {
  return {
    instance,
    get traffic() {
      return files.traffic;
    },
    async events(keep) {
      const manifest = parseObject(await files.read("manifest.json"), "manifest.json");
      const kept = new Map();
      for (const row of manifestRows(manifest)) kept.set(row.uuid, keep(row));
      return kept;
    },
    attributes: (events, { onUnreadable }) => readEvents(files, events, onUnreadable),
    sightings: () => Promise.resolve(new Map()),
  };
}

function parseObject(text: string, name: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch (cause) {
    throw new Error(`Cannot read "${name}" of the feed: it is not JSON`, { cause });
  }
  throw new Error(`Cannot read "${name}" of the feed: it is not a JSON object`);
}

/** Rows of a manifest. The uuid becomes part of a file name: nothing else may pass for one. */
function* manifestRows(manifest: JsonObject): Generator<EventRow> {
  for (const [uuid, entry] of Object.entries(manifest)) {
    if (!isUuid(uuid) || !isObject(entry)) {
      throw new Error(`Cannot read manifest.json of the feed: "${uuid.slice(0, 60)}" is no event`);
    }
    const row = eventRow({ ...entry, uuid });
    yield { ...row, id: "", published: true, attributeCount: ASSUMED_ATTRIBUTES };
  }
}

async function* readEvents(
  files: FeedFiles,
  events: readonly EventRequest[],
  onUnreadable: (event: UnreadableEvent) => void,
): AsyncGenerator<EventPart> {
  for (const { uuid } of events) {
    try {
      yield wholeEvent(uuid, parseObject(await files.read(`${uuid}.json`), `${uuid}.json`));
    } catch (error) {
      if (!(error instanceof Error) || isOutage(error)) throw error;
      onUnreadable({ uuid, error });
    }
  }
}

/** The server's trouble, not the file's: no other event would be read either. */
function isOutage(error: Error): boolean {
  return error instanceof RequestError &&
    (error.kind === "unavailable" || error.kind === "unauthorised");
}

function wholeEvent(uuid: string, file: JsonObject): EventPart {
  const inner = file["Event"];
  if (!isObject(inner)) throw new MalformedAnswer(`"${uuid}.json" of the feed holds no Event`);
  const { Attribute, Object: objects, ...event } = inner;
  const attributes = attributesOf(list(Attribute), undefined);
  for (const object of list(objects)) {
    if (isObject(object)) attributes.push(...attributesOf(list(object["Attribute"]), object));
  }
  const twin = twinOf(attributes);
  if (twin !== undefined) {
    throw new MalformedAnswer(`"${uuid}.json" of the feed holds attribute ${twin} twice`);
  }
  const named = text(event["uuid"])?.toLowerCase();
  if (named !== undefined && named !== uuid) {
    throw new MalformedAnswer(`"${uuid}.json" of the feed holds event ${named}`);
  }
  const context: MispEvent = { ...event, uuid };
  return { uuid, attributes, last: true, event: context };
}

function attributesOf(
  rows: readonly unknown[],
  object: MispObject | undefined,
): SourceAttribute[] {
  const objectDeleted = object !== undefined && isDeleted(object);
  return rows.map((row) => {
    const { uuid, attribute, deleted } = attributeRow(row);
    return { uuid, attribute, object, deleted: deleted || objectDeleted };
  });
}
