import { assertEquals } from "@std/assert";
import { ManualClock } from "../support/fake_misp/clock.ts";
import { MispModel } from "../support/fake_misp/model.ts";
import type { Attribute, Event } from "../support/fake_misp/records.ts";

interface Scene {
  readonly model: MispModel;
  readonly event: Event;
  readonly attribute: Attribute;
}

type Stamp = "attribute" | "event" | "publish" | "sighting";

interface Case {
  readonly action: string;
  readonly act: (scene: Scene) => void;
  readonly moves: readonly Stamp[];
  readonly published: boolean;
}

/** What moves which stamp, measured on MISP 2.5.1; every scene starts with a published event. */
const CASES: readonly Case[] = [
  {
    action: "editAttribute() with no change",
    act: ({ model, attribute }) => model.editAttribute(attribute),
    moves: ["attribute", "event"],
    published: false,
  },
  {
    action: "tagAttribute()",
    act: ({ model, attribute }) => model.tagAttribute(attribute, "tlp:red"),
    moves: ["attribute", "event"],
    published: false,
  },
  {
    action: "tagAttribute() with a local tag",
    act: ({ model, attribute }) => model.tagAttribute(attribute, { name: "own", local: true }),
    moves: [],
    published: true,
  },
  {
    action: "untagAttribute()",
    act: ({ model, attribute }) => model.untagAttribute(attribute, "tlp:green"),
    moves: ["attribute", "event"],
    published: false,
  },
  {
    action: "tagEvent()",
    act: ({ model, event }) => model.tagEvent(event, "tlp:red"),
    moves: ["event"],
    published: false,
  },
  {
    action: "tagEvent() with a local tag",
    act: ({ model, event }) => model.tagEvent(event, { name: "own", local: true }),
    moves: [],
    published: true,
  },
  {
    action: "editEvent()",
    act: ({ model, event }) => model.editEvent(event, { info: "another" }),
    moves: ["event"],
    published: false,
  },
  {
    action: "addSighting()",
    act: ({ model, attribute }) => model.addSighting(attribute),
    moves: [],
    published: true,
  },
  {
    action: "addSighting() of a false positive",
    act: ({ model, attribute }) => model.addSighting(attribute, { type: "1" }),
    moves: [],
    published: true,
  },
  {
    action: "publishSightings()",
    act: ({ model, event }) => model.publishSightings(event),
    moves: ["sighting"],
    published: true,
  },
  {
    action: "softDeleteAttribute()",
    act: ({ model, attribute }) => model.softDeleteAttribute(attribute),
    moves: ["attribute", "event"],
    published: false,
  },
  {
    action: "restoreAttribute()",
    act: ({ model, attribute }) => model.restoreAttribute(attribute),
    moves: ["attribute", "event"],
    published: false,
  },
  {
    action: "hardDeleteAttribute()",
    act: ({ model, attribute }) => model.hardDeleteAttribute(attribute),
    moves: ["event"],
    published: false,
  },
  {
    action: "addAttribute()",
    act: ({ model, event }) => model.addAttribute(event, { type: "text", value: "new" }),
    moves: ["event"],
    published: false,
  },
  {
    action: "addObject()",
    act: ({ model, event }) => model.addObject(event, { name: "file", attributes: [] }),
    moves: ["event"],
    published: false,
  },
  {
    action: "publish()",
    act: ({ model, event }) => model.publish(event),
    moves: ["publish"],
    published: true,
  },
  {
    action: "unpublish()",
    act: ({ model, event }) => model.unpublish(event),
    moves: [],
    published: false,
  },
  {
    action: "narrowDistribution() of the event",
    act: ({ model, event }) => model.narrowDistribution({ event }),
    moves: ["event"],
    published: false,
  },
];

function stamps({ event, attribute }: Scene): Record<Stamp, number> {
  return {
    attribute: attribute.timestamp,
    event: event.timestamp,
    publish: event.publishTimestamp,
    sighting: event.sightingTimestamp,
  };
}

function scene(clock: ManualClock): Scene {
  const model = new MispModel(clock);
  const event = model.addEvent({
    published: true,
    attributes: [{ type: "ip-dst", value: "192.0.2.1", tags: ["tlp:green"] }],
  });
  const [attribute] = event.attributes;
  if (attribute === undefined) throw new TypeError("The event has no attribute");
  return { model, event, attribute };
}

for (const { action, act, moves, published } of CASES) {
  Deno.test(`${action} moves ${moves.join(" and ") || "nothing"}`, () => {
    const clock = new ManualClock();
    const subject = scene(clock);
    const before = stamps(subject);
    const now = clock.advance(100);
    act(subject);
    const expected = { ...before, ...Object.fromEntries(moves.map((stamp) => [stamp, now])) };
    assertEquals(stamps(subject), expected);
    assertEquals(subject.event.published, published);
  });
}

Deno.test("deleteObject() marks the object and its attributes and moves their stamps", () => {
  const clock = new ManualClock();
  const model = new MispModel(clock);
  const event = model.addEvent({ published: true });
  const attributes = [{ type: "md5", value: "0".repeat(32) }];
  const object = model.addObject(event, { name: "file", attributes });
  const other = model.addAttribute(event, { type: "text", value: "free" });
  const now = clock.advance(100);
  model.deleteObject(object);
  const [member] = event.attributes;
  assertEquals([object.deleted, object.timestamp], [true, now]);
  assertEquals([member?.deleted, member?.timestamp], [true, now]);
  assertEquals([other.deleted, other.timestamp], [false, now - 100]);
  assertEquals([event.timestamp, event.published], [now, false]);
});

Deno.test("MispModel gives the same uuids for the same seed and others for another", () => {
  const uuids = (seed: number) => {
    const event = new MispModel(new ManualClock(), seed).addEvent({
      attributes: [{ type: "text", value: "x" }],
    });
    return [event.uuid, event.attributes[0]?.uuid];
  };
  assertEquals(uuids(7), uuids(7));
  assertEquals(uuids(7).some((uuid, index) => uuid === uuids(8)[index]), false);
});
