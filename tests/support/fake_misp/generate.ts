import type { AttributeInput, ObjectInput } from "./inputs.ts";
import type { MispModel } from "./model.ts";
import { pick, randomInteger, seededRandom } from "./random.ts";
import type { Event } from "./records.ts";
import { dateOf } from "./rows.ts";
import { anyType, type Random, valueOf } from "./values.ts";
import { generatedObject } from "./generated_objects.ts";

export interface GenerateOptions {
  readonly events: number;
  /** Attributes of each event, those inside objects and the deleted ones included. */
  readonly attributes: number;
  /** Default 1. The same seed on the same clock gives the same rows. */
  readonly seed?: number;
  /** Share of events that are published; default 0.9. */
  readonly published?: number;
  /** Share of attributes inside objects; default 0.3. */
  readonly inObjects?: number;
  /** Share of soft-deleted attributes; default 0.02. */
  readonly deleted?: number;
  /** Share of attributes old enough to have decayed and expired; default 0.2. */
  readonly old?: number;
}

interface Recipe extends Required<GenerateOptions> {
  readonly random: Random;
  readonly now: number;
}

const DAY = 86_400;
const SLICE = 10_000;

/** A fifth of the events have a galaxy, whose cluster is most of the event's text in the index. */
const EVENT_TAGS = [
  ["tlp:green"],
  ["tlp:green"],
  ["tlp:green"],
  ["tlp:amber"],
  ["tlp:amber"],
  ["tlp:amber"],
  ["tlp:white"],
  ["tlp:clear", 'misp-galaxy:threat-actor="Example Bear"'],
  ["tlp:green", 'misp-galaxy:mitre-malware="Example Stealer - S9999"'],
  ["tlp:red", 'estimative-language:confidence-in-analytic-judgment="moderate"'],
] as const;

const ATTRIBUTE_TAGS = [
  'estimative-language:likelihood-probability="very-likely"',
  'phishing:state="active"',
  'false-positive:risk="low"',
  'misp-galaxy:mitre-attack-pattern="Phishing - T1566"',
] as const;

/** Fills the model with events like those of a busy MISP; returns them. */
export function generate(model: MispModel, options: GenerateOptions): readonly Event[] {
  const recipe: Recipe = {
    seed: 1,
    published: 0.9,
    inObjects: 0.3,
    deleted: 0.02,
    old: 0.2,
    ...options,
    random: seededRandom(options.seed ?? 1),
    now: model.store.clock.now(),
  };
  const events: Event[] = [];
  for (let index = 0; index < options.events; index++) events.push(addEvent(model, recipe, index));
  return events;
}

function addEvent(model: MispModel, recipe: Recipe, index: number): Event {
  const { random, now } = recipe;
  const timestamp = now - randomInteger(random, 60 * DAY) - 1;
  const published = random() < recipe.published;
  const event = model.addEvent({
    info: `Generated event ${index + 1}: ${
      pick(random, ["phishing", "botnet", "scan", "malware"])
    }`,
    date: dateOf(timestamp - DAY),
    threatLevelId: 1 + randomInteger(random, 4),
    analysis: randomInteger(random, 3),
    orgc: model.store.org(pick(random, ["ORGNAME", "Partner CERT", "Example ISAC"])),
    timestamp,
    published,
    publishTimestamp: published ? timestamp + 60 : 0,
    tags: pick(random, EVENT_TAGS),
  });
  for (let left = recipe.attributes; left > 0; left -= SLICE) {
    model.importRows(event, rows(recipe, Math.min(SLICE, left), timestamp));
  }
  return event;
}

function rows(recipe: Recipe, count: number, timestamp: number) {
  const objects: ObjectInput[] = [];
  let inside = Math.round(count * recipe.inObjects);
  for (; inside >= 2;) {
    const object = generatedObject(recipe.random, inside, stampOf(recipe, timestamp));
    inside -= object.attributes.length;
    objects.push(object);
  }
  const used = objects.reduce((sum, object) => sum + object.attributes.length, 0);
  const attributes: AttributeInput[] = [];
  while (attributes.length < count - used) attributes.push(attribute(recipe, timestamp));
  return { objects, attributes };
}

function attribute(recipe: Recipe, eventTimestamp: number): AttributeInput {
  const { random } = recipe;
  const type = anyType(random);
  const timestamp = stampOf(recipe, eventTimestamp);
  return {
    type,
    value: valueOf(type, random),
    timestamp,
    ...(random() < 0.1 ? { toIds: false } : {}),
    ...(random() < 0.2 ? { comment: "From a sandbox run" } : {}),
    ...(random() < recipe.deleted ? { deleted: true } : {}),
    ...(random() < 0.15 ? seenBetween(timestamp - 5 * DAY, timestamp) : {}),
    ...(random() < 0.2 ? { tags: [pick(random, ATTRIBUTE_TAGS)] } : {}),
  };
}

function stampOf({ random, old }: Recipe, eventTimestamp: number): number {
  const age = random() < old ? 200 * DAY : 0;
  return eventTimestamp - age - randomInteger(random, DAY);
}

function seenBetween(first: number, last: number) {
  const text = (seconds: number) =>
    new Date(seconds * 1000).toISOString().replace(".000Z", ".123456+00:00");
  return { firstSeen: text(first), lastSeen: text(last) };
}
