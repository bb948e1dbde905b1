/** What a run may do and may not: selection, safety stops, dry runs, rejections, scope. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { SafetyStop } from "../../lib/errors.ts";
import { Lab } from "./lab.ts";

import { attributesOf, first, published, synced } from "./lab_queries.ts";

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
  assertEquals(lab.state.entries.get(event.uuid)?.version, "", "it is known, and not done");
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
