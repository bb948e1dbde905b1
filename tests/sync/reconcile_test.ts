/** What each action of an analyst in MISP does to the documents, after the next run. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { SafetyStop } from "../../lib/errors.ts";
import { INSTANCE, Lab } from "./lab.ts";

const NOTHING = { created: 0, updated: 0, deleted: 0 };

function published(lab: Lab) {
  const event = lab.model.store.events.find((event) => event.published);
  assert(event !== undefined);
  return event;
}

function attributesOf(lab: Lab, event: { readonly id: number }) {
  return lab.model.store.attributes.filter((attribute) =>
    attribute.eventId === event.id && !attribute.deleted && attribute.objectId === 0
  );
}

function first<T>(list: readonly T[]): T {
  const [element] = list;
  assert(element !== undefined);
  return element;
}

async function synced(): Promise<Lab> {
  const lab = await Lab.start();
  await lab.run();
  return lab;
}

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

Deno.test("reconcile() withdraws what a new selection leaves out, and brings it back", async () => {
  await using lab = await synced();
  const all = lab.indexed;
  const only = await lab.run({ selection: { types: ["domain", "md5"] }, basis: "fewer" });
  assert(only.writes.deleted > 0);
  assertEquals(only.writes.created + only.writes.updated, 0);
  for (const { line } of lab.target.lines.values()) {
    assert(["domain", "md5"].includes(JSON.parse(line).misp.attribute.type));
  }
  assertEquals((await lab.run()).writes.created, only.writes.deleted);
  assertEquals(lab.indexed, all);
});

Deno.test("reconcile() stops before writing when the index of events is suddenly empty", async () => {
  await using lab = await synced();
  const before = lab.target.operations.length;
  for (const event of [...lab.model.store.events]) lab.model.deleteEvent(event);
  const maxDelete = { kind: "percent", percent: 25 } as const;
  await assertRejects(() => lab.run({ maxDelete }), SafetyStop, "no event is listed");
  assertEquals(lab.target.operations.length, before);
  await lab.run({ maxDelete: { kind: "percent", percent: 100 } });
  assertEquals(lab.indexed, []);
});

Deno.test("reconcile() stops before deleting more than it may, with nothing written", async () => {
  await using lab = await synced();
  const before = lab.target.operations.length;
  for (const event of lab.model.store.events.filter((event) => event.published).slice(0, 6)) {
    lab.model.deleteEvent(event);
  }
  const maxDelete = { kind: "percent", percent: 25 } as const;
  await assertRejects(() => lab.run({ maxDelete }), SafetyStop, "--max-delete");
  assertEquals(lab.target.operations.length, before);
});

Deno.test("reconcile() announces in a dry run exactly what the real run then does", async () => {
  await using lab = await synced();
  const [edited, gone] = lab.model.store.events.filter((event) => event.published);
  assert(edited !== undefined && gone !== undefined);
  lab.clock.advance(60);
  lab.model.editAttribute(first(attributesOf(lab, edited)), { comment: "changed" });
  lab.model.addAttribute(edited, { type: "domain", value: "new.example.test" });
  lab.model.softDeleteAttribute(first(attributesOf(lab, edited).slice(1)));
  lab.model.publish(edited);
  lab.model.deleteEvent(gone);
  const before = lab.indexed;
  const dry = await lab.run({ dryRun: true });
  assertEquals(lab.indexed, before);
  const real = await lab.run();
  assertEquals(dry.writes, real.writes);
  assertEquals(dry.counts, real.counts);
  assert(real.writes.created === 1 && real.writes.updated === 1 && real.writes.deleted > 1);
});

Deno.test("reconcile() tries an event again until all of its documents are taken", async () => {
  await using lab = await Lab.start();
  const event = published(lab);
  lab.target.refuse = (operation) =>
    operation.event === event.uuid ? "mapping conflict" : undefined;
  const refused = await lab.run();
  assert(refused.tally.rejected.created > 0);
  assertEquals(refused.tally.rejections.length, 1);
  assert(!lab.state.entries.has(event.uuid), "the ledger must not call it done");
  lab.target.refuse = () => undefined;
  assertEquals((await lab.run()).writes.created, refused.tally.rejected.created);
  assertEquals(lab.indexed, lab.wanted());
});

Deno.test("reconcile() with --event touches no other event", async () => {
  await using lab = await synced();
  const [one, other] = lab.model.store.events.filter((event) => event.published);
  assert(one !== undefined && other !== undefined);
  lab.clock.advance(60);
  for (const event of [one, other]) {
    lab.model.editEvent(event, { info: "Changed" });
    lab.model.publish(event);
  }
  const { counts } = await lab.run({ events: [one.uuid] });
  assertEquals([counts?.changed, counts?.unchanged], [1, 0]);
  assertEquals((await lab.run()).counts?.changed, 1, "the other one is left for the next run");
});
