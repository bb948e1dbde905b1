/** Sequences of runs that once left documents behind, or took away what was wanted. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { SafetyStop } from "../../lib/errors.ts";
import { status } from "../support/fake_misp/faults.ts";
import { Lab } from "./lab.ts";
import { attributesOf, first, NOTHING, published, synced } from "./lab_queries.ts";

Deno.test("reconcile() finds the documents of an event that was never done, when it is withdrawn", async () => {
  await using lab = await Lab.start();
  const event = published(lab);
  const refused = first(attributesOf(lab, event)).uuid;
  lab.target.refuse = ({ id }) => id.endsWith(refused) ? "mapping conflict" : undefined;
  await lab.run();
  lab.model.unpublish(event);
  await lab.run();
  assert([...lab.target.lines.values()].every(({ event: uuid }) => uuid !== event.uuid));
});

Deno.test("reconcile() with a lost ledger remembers what the index told, also after a run for one event", async () => {
  await using lab = await synced();
  const [one, gone] = lab.model.store.events.filter((event) => event.published);
  assert(one !== undefined && gone !== undefined);
  lab.state.entries.clear();
  await lab.run({ events: [one.uuid] });
  lab.model.deleteEvent(gone);
  await lab.run();
  assertEquals(lab.indexed, lab.wanted());
});

Deno.test("reconcile() after an emptied index writes everything again, and forgets what is gone", async () => {
  await using lab = await synced();
  const event = published(lab);
  lab.target.lines.clear();
  lab.model.deleteEvent(event);
  const { writes } = await lab.run();
  assertEquals(writes.created, lab.wanted().length);
  assertEquals(lab.indexed, lab.wanted());
  assert(!lab.state.entries.has(event.uuid));
  assertEquals((await lab.run()).writes, NOTHING);
});

Deno.test("reconcile() withdraws an event that was edited, published and unpublished between two runs", async () => {
  await using lab = await synced();
  const event = published(lab);
  lab.clock.advance(60);
  lab.model.editEvent(event, { info: "Edited" });
  lab.clock.advance(60);
  lab.model.publish(event);
  lab.clock.advance(60);
  lab.model.unpublish(event);
  const { counts } = await lab.run();
  assertEquals([counts?.withdrawn, counts?.edited], [1, 0]);
  assertEquals(lab.indexed, lab.wanted());
});

Deno.test("reconcile() counts sightings of an event that was seen while it was being edited", async () => {
  await using lab = await synced();
  const event = published(lab);
  const seen = first(attributesOf(lab, event));
  lab.clock.advance(60);
  lab.model.editEvent(event, { info: "Edited" });
  lab.model.addSighting(seen, {});
  await lab.run();
  lab.clock.advance(6 * 3600);
  lab.model.publish(event);
  await lab.run();
  const line = [...lab.target.lines].find(([id]) => id.endsWith(seen.uuid))?.[1].line ?? "{}";
  assertEquals(JSON.parse(line).threat.indicator.sightings, 1);
});

Deno.test("reconcile() that would delete too much in changed events deletes nothing, however often it runs", async () => {
  await using lab = await synced();
  const before = lab.indexed;
  const narrowed = {
    selection: { types: ["domain"] },
    basis: "narrowed",
    maxDelete: { kind: "percent", percent: 25 },
  } as const;
  for (let run = 0; run < 3; run++) {
    await assertRejects(() => lab.run(narrowed), SafetyStop, "--max-delete");
    assertEquals(lab.indexed, before);
  }
});

Deno.test("reconcile() halves the time of a search for sightings that is too much for MISP", async () => {
  await using lab = await Lab.start();
  lab.model.addSighting(first(attributesOf(lab, published(lab))), {});
  lab.misp.fault = (request, n) => {
    if (request.path !== "/sightings/restSearch") return undefined;
    const { from, to } = JSON.parse(request.body);
    return to - from > 40 * 86_400 ? status(500)(request, n) : undefined;
  };
  await lab.run();
  assertEquals(lab.indexed, lab.wanted());
  const seen = [...lab.target.lines.values()].map(({ line }) => JSON.parse(line))
    .filter(({ threat }) => threat.indicator.sightings === 1);
  assertEquals(seen.length, 1);
});

Deno.test("reconcile() goes on without sightings that MISP cannot give at all", async () => {
  await using lab = await Lab.start();
  lab.misp.fault = (request, n) =>
    request.path === "/sightings/restSearch" ? status(500)(request, n) : undefined;
  await lab.run();
  assertEquals(lab.indexed, lab.wanted());
});
