/** What is indexed of one instance, in a form that two runs can be compared by. */
import { assertEquals } from "@std/assert";
import { hitsWith } from "./engine_request.ts";

/** The text of each document, without what moves from run to run, by attribute uuid. */
export type Contents = ReadonlyMap<string, string>;

export interface Place {
  readonly engine: string;
  readonly index: string;
  readonly instance: string;
  /** Links in documents begin with it. */
  readonly mispUrl: string;
}

export async function contentsOf(place: Place): Promise<Contents> {
  const hits = await hitsWith(place.engine, place.index, "misp.instance", place.instance);
  const contents = new Map<string, string>();
  for (const { _id, _source } of hits) {
    const prefix = `${place.instance}:`;
    if (!_id.startsWith(prefix)) throw new Error(`Document "${_id}" has another instance's id`);
    contents.set(_id.slice(prefix.length), comparable(_source, place));
  }
  return contents;
}

/** Times of writing, stamps of the event as a whole, and where this test's MISP happens to listen. */
const MOVING: ReadonlySet<string> = new Set([
  "@timestamp",
  "event.created",
  "event.hash",
  "event.ingested",
  "misp.instance",
  "misp.event.attribute_count",
  "misp.event.publish_timestamp",
  "misp.event.sighting_timestamp",
  "misp.event.timestamp",
]);

function comparable(source: unknown, { mispUrl }: Place): string {
  return JSON.stringify(sorted(source, "")).replaceAll(mispUrl, "http://misp");
}

function sorted(value: unknown, path: string): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => sorted(each, path));
  return Object.fromEntries(
    Object.entries(value).toSorted(([a], [b]) => a < b ? -1 : 1).flatMap(([name, inner]) => {
      const at = path === "" ? name : `${path}.${name}`;
      return MOVING.has(at) ? [] : [[name, sorted(inner, at)]];
    }),
  );
}

/** Exactly these documents, and each of them word for word. */
export function assertSame(actual: Contents, expected: Contents, what: string): void {
  const missing = [...expected.keys()].filter((id) => !actual.has(id));
  const surplus = [...actual.keys()].filter((id) => !expected.has(id));
  assertEquals({ missing, surplus }, { missing: [], surplus: [] }, what);
  const different = [...expected].filter(([id, text]) => actual.get(id) !== text);
  const [sample] = different;
  if (sample === undefined) return;
  assertEquals(actual.get(sample[0]), sample[1], `${what}: ${different.length} differ`);
}

/**
 * What a run that did not come to its end may leave: each document as it was or as it is to be, and
 * none gone that was there and is to stay.
 */
export function assertBetween(actual: Contents, before: Contents, after: Contents): void {
  const wrong = [...actual].filter(([id, text]) =>
    before.get(id) !== text && after.get(id) !== text
  );
  assertEquals(wrong.slice(0, 1), [], `${wrong.length} documents are neither old nor new`);
  const lost = [...before.keys()].filter((id) => after.has(id) && !actual.has(id));
  assertEquals(lost, [], "documents that are to stay have gone");
}
