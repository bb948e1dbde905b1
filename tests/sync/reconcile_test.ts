/** What each action of an analyst in MISP does to the documents, after the next run. */
import { assert, assertEquals } from "@std/assert";
import { INSTANCE, Lab } from "./lab.ts";

import { attributesOf, first, NOTHING, published, synced } from "./lab_queries.ts";

Deno.test("reconcile() indexes what MISP says is wanted, and a second run writes nothing", async () => {
  await using lab = await Lab.start();
  const { writes } = await lab.run();
  assertEquals(lab.indexed, lab.wanted());
  assertEquals(writes, { created: lab.wanted().length, updated: 0, deleted: 0 });
  assert(lab.wanted().length > 100);
  const again = await lab.run();
  assertEquals(again.writes, NOTHING);
  assertEquals(again.requests, 2, "the index of events and the sightings");
});

Deno.test("reconcile() after a lost ledger reads everything and writes nothing", async () => {
  await using lab = await synced();
  lab.state.entries.clear();
  const { writes, tally } = await lab.run();
  assertEquals(writes, NOTHING);
  assertEquals(tally.unchanged, lab.wanted().length);
});

Deno.test("reconcile() updates one document for one edited attribute, once published", async () => {
  await using lab = await synced();
  const event = published(lab);
  lab.clock.advance(60);
  lab.model.editAttribute(first(attributesOf(lab, event)), { comment: "seen again" });
  const before = lab.indexed;
  const editing = await lab.run();
  assertEquals([editing.writes, editing.counts?.edited], [NOTHING, 1]);
  assertEquals(lab.indexed, before, "documents stay while an event is edited");
  lab.model.publish(event);
  assertEquals((await lab.run()).writes, { created: 0, updated: 1, deleted: 0 });
});

Deno.test("reconcile() updates every document of an event that was tagged, and one of a tagged attribute", async () => {
  await using lab = await synced();
  const event = published(lab);
  lab.clock.advance(60);
  lab.model.tagEvent(event, "tlp:amber+strict");
  lab.model.publish(event);
  const ofEvent = [...lab.target.lines.values()].filter(({ event: uuid }) => uuid === event.uuid);
  assertEquals((await lab.run()).writes, { created: 0, updated: ofEvent.length, deleted: 0 });
  lab.clock.advance(60);
  lab.model.tagAttribute(first(attributesOf(lab, event)), 'example:tag="1"');
  lab.model.publish(event);
  assertEquals((await lab.run()).writes, { created: 0, updated: 1, deleted: 0 });
});

Deno.test("reconcile() notices a local tag of an event, which moves no stamp", async () => {
  await using lab = await synced();
  const event = published(lab);
  lab.model.tagEvent(event, { name: "local:only", local: true });
  const { counts, writes } = await lab.run();
  assertEquals(counts?.changed, 1);
  assert(writes.updated > 0);
});

for (
  const [what, act] of [
    ["softly deleted", (lab: Lab, id: number) => lab.model.softDeleteAttribute(id)],
    ["deleted for good", (lab: Lab, id: number) => lab.model.hardDeleteAttribute(id)],
  ] as const
) {
  Deno.test(`reconcile() removes one document for an attribute that was ${what}`, async () => {
    await using lab = await synced();
    const event = published(lab);
    const attribute = first(attributesOf(lab, event));
    lab.clock.advance(60);
    act(lab, attribute.id);
    lab.model.publish(event);
    assertEquals((await lab.run()).writes, { created: 0, updated: 0, deleted: 1 });
    assert(!lab.target.lines.has(`${INSTANCE}:${attribute.uuid}`));
    assertEquals(lab.indexed, lab.wanted());
  });
}

Deno.test("reconcile() removes the documents of a deleted object's attributes", async () => {
  await using lab = await synced();
  const event = lab.model.store.events.find((event) => event.published && event.objects.length > 0);
  assert(event !== undefined);
  lab.clock.advance(60);
  lab.model.deleteObject(first(event.objects));
  lab.model.publish(event);
  assert((await lab.run()).writes.deleted > 0);
  assertEquals(lab.indexed, lab.wanted());
});

Deno.test("reconcile() removes a deleted event, an unpublished one, and brings back one published again", async () => {
  await using lab = await synced();
  const event = published(lab);
  lab.model.unpublish(event);
  const withdrawn = await lab.run();
  assertEquals([withdrawn.counts?.withdrawn, withdrawn.writes.updated], [1, 0]);
  assertEquals(lab.indexed, lab.wanted());
  assertEquals((await lab.run()).writes, NOTHING);
  lab.clock.advance(60);
  lab.model.publish(event);
  const back = await lab.run();
  assertEquals(back.writes, { created: withdrawn.writes.deleted, updated: 0, deleted: 0 });
  lab.model.deleteEvent(event);
  const gone = await lab.run();
  assertEquals([gone.counts?.gone, gone.writes.deleted], [1, back.writes.created]);
  assertEquals(lab.indexed, lab.wanted());
});

Deno.test("reconcile() with a lost ledger still removes events that are gone, and keeps edited ones", async () => {
  await using lab = await synced();
  const [gone, edited] = lab.model.store.events.filter((event) => event.published);
  assert(gone !== undefined && edited !== undefined);
  lab.clock.advance(60);
  lab.model.deleteEvent(gone);
  lab.model.editEvent(edited, { info: "In the works" });
  lab.state.entries.clear();
  const { counts, writes } = await lab.run();
  assertEquals([counts?.gone, counts?.edited], [1, 1]);
  assertEquals([writes.created, writes.updated], [0, 0]);
  assert([...lab.target.lines.values()].some(({ event }) => event === edited.uuid));
  assert([...lab.target.lines.values()].every(({ event }) => event !== gone.uuid));
});

Deno.test("reconcile() reads an event again when one of its attributes was seen, and only then", async () => {
  await using lab = await synced();
  const event = published(lab);
  lab.clock.advance(60);
  lab.model.addSighting(first(attributesOf(lab, event)), {});
  const { counts, writes } = await lab.run();
  assertEquals([counts?.changed, writes], [1, { created: 0, updated: 1, deleted: 0 }]);
  assertEquals((await lab.run()).counts?.changed, 0, "a sighting is counted once");
});

Deno.test("reconcile() gives the same documents whether sightings came before or after the first run", async () => {
  await using early = await Lab.start();
  early.model.addSighting(first(attributesOf(early, published(early))), {});
  await early.run();
  await using late = await synced();
  late.model.addSighting(first(attributesOf(late, published(late))), {});
  await late.run();
  const stable = (lab: Lab) =>
    [...lab.target.lines].map(([id, { line }]) => [id, JSON.parse(line).event.hash]).toSorted();
  assertEquals(stable(late), stable(early));
});
