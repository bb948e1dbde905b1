import { assertEquals, assertThrows } from "@std/assert";
import { PackedTexts } from "../../lib/sync/packed_texts.ts";
import { packEvent, type PlannedEvent, PlannedEvents } from "../../lib/sync/planned_events.ts";

const COUNT = 200;

function event(at: number): PlannedEvent {
  return {
    uuid: `00000000-0000-4000-8000-${String(at).padStart(12, "0")}`,
    id: String(at),
    attributeCount: at,
    sighted: at % 2 === 0,
    isKnown: at % 3 === 0,
    timestamp: 1_700_000_000 + at,
    published: at % 5 !== 0,
    publishTimestamp: at,
    sightingTimestamp: 0,
    sighting: at % 7,
    context: JSON.stringify({ info: `event ${at} 漢\t\n` }),
  };
}

Deno.test("PlannedEvents gives each event as it was packed, and once", () => {
  const texts = new PackedTexts();
  const events = new PlannedEvents(texts);
  const given = Array.from({ length: COUNT }, (_, at) => event(at));
  const places = given.map(({ context, ...rest }) => packEvent(texts, rest, JSON.parse(context)));
  for (const [at, place] of places.entries()) events.add(place, at);
  assertEquals([...events], given);
  assertThrows(() => [...events], RangeError);
  assertEquals([events.length, events.attributes], [COUNT, COUNT * (COUNT - 1) / 2]);
});

Deno.test("PlannedEvents gives those that were added, in that order", () => {
  const texts = new PackedTexts();
  const events = new PlannedEvents(texts);
  const places = Array.from({ length: COUNT }, (_, at) => packEvent(texts, event(at), {}));
  for (const at of [150, 3, 70]) events.add(Number(places[at]), 1);
  assertEquals(Array.from(events, ({ id }) => id), ["150", "3", "70"]);
});

Deno.test("PlannedEvents may be none", () => {
  const events = new PlannedEvents(new PackedTexts());
  assertEquals([[...events], events.length, events.attributes], [[], 0, 0]);
});
