/**
 * Makes the feed of the demo and the tests, an invented one: the same files at each run. After a
 * change of the events in `feed/events`, `deno run -A tests/support/make_feed.ts` writes them to
 * `tests/fixtures/feed`.
 */
import { type EventJson, eventJson } from "./feed/event_json.ts";
import { EVENTS } from "./feed/events.ts";
import { hashOf } from "./feed/harmless.ts";

/** The text of each file of the feed, by its name. */
export function makeFeed(): ReadonlyMap<string, string> {
  const events = EVENTS.map(eventJson);
  return new Map([
    ["manifest.json", escaped(pretty(manifest(events)))],
    ["hashes.csv", hashes(events)],
    ...events.map((event): [string, string] => [`${event.uuid}.json`, pretty({ Event: event })]),
  ]);
}

function pretty(value: unknown): string {
  return JSON.stringify(value, undefined, 2);
}

/** As MISP writes its manifest: in ASCII. */
function escaped(json: string): string {
  return json.replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function manifest(events: readonly EventJson[]) {
  return Object.fromEntries(events.map((event) => [event.uuid, {
    Orgc: event.Orgc,
    Tag: event.Tag,
    info: event.info,
    date: event.date,
    analysis: Number(event.analysis),
    threat_level_id: Number(event.threat_level_id),
    timestamp: Number(event.timestamp),
  }]));
}

/** One line a value, or a half of a composite one: its MD5 and the event that holds it. */
function hashes(events: readonly EventJson[]): string {
  const lines = events.flatMap((event) => {
    const attributes = [
      ...event.Attribute,
      ...(event.Object ?? []).flatMap((each) => each.Attribute),
    ];
    return attributes.flatMap(halves).map((half) => `${hashOf("md5", half)},${event.uuid}\n`);
  });
  return lines.join("");
}

function halves({ type, value }: { readonly type: string; readonly value: string }): string[] {
  return type.includes("|") || type === "malware-sample" ? value.split("|") : [value];
}

/** Empties `directory` first, so that no event stays that is not made any more. */
export async function writeFeed(directory: URL): Promise<void> {
  await Deno.mkdir(directory, { recursive: true });
  for await (const { name } of Deno.readDir(directory)) {
    await Deno.remove(new URL(name, directory));
  }
  for (const [name, text] of makeFeed()) {
    await Deno.writeTextFile(new URL(name, directory), text);
  }
}

if (import.meta.main) await writeFeed(new URL("../fixtures/feed/", import.meta.url));
