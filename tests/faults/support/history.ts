/** The MISP of these tests at two moments: as the last run left it, and with what happened since. */
import { ManualClock } from "../../support/fake_misp/clock.ts";
import { generate } from "../../support/fake_misp/generate.ts";
import { MispModel } from "../../support/fake_misp/model.ts";
import type { Attribute, Event } from "../../support/fake_misp/records.ts";

/** Rows asked for at once, the fewest that may be set: so that there are many requests to hit. */
export const ATTRIBUTES_PER_REQUEST = 100;

/** More than fits into one request. */
const LARGE = 250;

export class History {
  readonly clock: ManualClock;
  readonly model: MispModel;
  /** Of the first moment, also those that are gone later. */
  readonly #first: readonly Event[];

  /** @param now epoch seconds; the same moment makes the same rows */
  constructor(now: number) {
    this.clock = new ManualClock(now);
    this.model = new MispModel(this.clock, 5);
    const usual = { published: 1, old: 0.1, deleted: 0.05 };
    generate(this.model, { events: 9, attributes: 30, seed: 7, ...usual });
    generate(this.model, { events: 1, attributes: LARGE, seed: 8, ...usual });
    generate(this.model, { events: 1, attributes: 10, seed: 9, ...usual, published: 0 });
    this.#first = [...this.model.events];
  }

  get large(): Event {
    return this.#event(9);
  }

  /** The event that somebody is at work on, so that it is not published. */
  get edited(): Event {
    return this.#event(2);
  }

  /** Attributes that are indicators as long as nothing decays; the edited event has none to say. */
  get live(): number {
    const gone = (event: Event, objectId: number) =>
      event.objects.some(({ id, deleted }) => id === objectId && deleted);
    return this.model.events.filter((event) => event.published)
      .flatMap((event) =>
        event.attributes.filter((each) => !each.deleted && !gone(event, each.objectId))
      ).length;
  }

  /** What an analyst does in MISP between two runs: something of everything. */
  goOn(): void {
    const { model } = this;
    this.clock.advance(60);
    const [first, second, third] = attributesOf(this.#event(0));
    model.editAttribute(first, { comment: "Edited since" });
    model.softDeleteAttribute(second);
    model.tagAttribute(third, "tlp:red");
    model.addAttribute(this.#event(0), { type: "domain", value: "added.example.test" });
    this.publish(this.#event(0));
    model.deleteEvent(this.#event(1));
    model.unpublish(this.#event(6));
    model.editAttribute(attributesOf(this.#event(2))[0], { comment: "Being worked on" });
    model.addSighting(attributesOf(this.#event(3))[1]);
    model.hardDeleteAttribute(attributesOf(this.#event(4))[2]);
    this.publish(this.#event(4));
    model.tagEvent(this.#event(5), "tlp:amber");
    this.publish(this.#event(5));
    this.#editLarge();
    generate(model, { events: 3, attributes: 30, seed: 10, published: 1, old: 0.1 });
  }

  /** Later than the edits, as it is with people. */
  publish(event: Event): void {
    this.clock.advance(1);
    this.model.publish(event);
  }

  #editLarge(): void {
    const [first, second, third] = attributesOf(this.large);
    this.model.editAttribute(first, { comment: "Edited since" });
    this.model.softDeleteAttribute(second);
    this.model.hardDeleteAttribute(third);
    this.publish(this.large);
  }

  #event(index: number): Event {
    const event = this.#first[index];
    if (event === undefined) throw new RangeError(`Cannot find event ${index} of the history`);
    return event;
  }
}

/** The first three that stand alone and are neither deleted nor old. */
function attributesOf(event: Event): readonly [Attribute, Attribute, Attribute] {
  const [first, second, third] = event.attributes.filter((each) =>
    !each.deleted && each.objectId === 0 && each.timestamp > event.timestamp - 2 * 86_400
  );
  if (first === undefined || second === undefined || third === undefined) {
    throw new RangeError(`Cannot find three plain attributes in event ${event.id}`);
  }
  return [first, second, third];
}
