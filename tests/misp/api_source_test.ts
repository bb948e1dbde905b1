/** The MISP API as a source: chunks, large events, odd answers. */
import { assert, assertEquals } from "@std/assert";
import type { Fault } from "../support/fake_misp/fault.ts";
import { onPath, status, when } from "../support/fake_misp/faults.ts";

import { ATTRIBUTES, byEvent, held, read, requestsOf, withSource } from "./api_lab.ts";

Deno.test("apiSource() reads a chunk of events in one request, and their objects in another", async () => {
  await withSource({}, async (source, misp) => {
    const { parts } = await read(source, requestsOf(misp));
    assertEquals(byEvent(parts), held(misp));
    assertEquals(misp.requests.count(ATTRIBUTES), 1);
    assertEquals(misp.requests.count("/objects/restSearch"), 1);
  });
});

Deno.test("apiSource() gives each attribute its object, with the members beside it", async () => {
  await withSource({}, async (source, misp) => {
    const { parts } = await read(source, requestsOf(misp));
    const members = parts.flatMap((part) => part.attributes).filter((each) => each.object);
    assert(members.length > 10);
    for (const { attribute, object } of members) {
      assert(typeof object?.name === "string" && Array.isArray(object.Attribute));
      assert(object.Attribute.includes(attribute));
      const known = misp.model.store.events.flatMap((event) => event.objects)
        .find((each) => String(each.id) === attribute.object_id);
      assertEquals(object.uuid, known?.uuid);
    }
  });
});

Deno.test("apiSource() reads a large event page by page, its objects whole across pages", async () => {
  await withSource({ events: 1, attributes: 730, limit: 100 }, async (source, misp) => {
    const { parts } = await read(source, requestsOf(misp));
    assertEquals(byEvent(parts), held(misp));
    assert(misp.requests.count(ATTRIBUTES) >= 8);
    for (const { attribute, object } of parts.flatMap((part) => part.attributes)) {
      if (object === undefined) continue;
      const size = misp.model.store.attributes.filter((each) =>
        String(each.objectId) === attribute.object_id
      ).length;
      assert(Array.isArray(object.Attribute));
      assertEquals(object.Attribute.length, size);
    }
  });
});

Deno.test("apiSource() halves a chunk that is too heavy for MISP, down to what it can give", async () => {
  const heavy: Fault = onPath(
    ATTRIBUTES,
    when((request) => JSON.parse(request.body).eventid.length > 1, status(500)),
  );
  await withSource({ fault: heavy }, async (source, misp) => {
    const { parts, unreadable } = await read(source, requestsOf(misp));
    assertEquals([byEvent(parts), unreadable], [held(misp), []]);
  });
});

Deno.test("apiSource() halves the pages of a single event, and loses nothing on the way", async () => {
  const heavy: Fault = onPath(
    ATTRIBUTES,
    when(({ body }) => JSON.parse(body).limit > 40 && JSON.parse(body).page > 1, status(500)),
  );
  await withSource(
    { events: 1, attributes: 500, limit: 150, fault: heavy },
    async (source, misp) => {
      const { parts, unreadable } = await read(source, requestsOf(misp));
      assertEquals([byEvent(parts), unreadable], [held(misp), []]);
    },
  );
});

Deno.test("apiSource() reports an event that cannot be read, and reads the others", async () => {
  const poison: Fault = onPath(
    ATTRIBUTES,
    when((request) => JSON.parse(request.body).eventid.includes("2"), status(500)),
  );
  await withSource({ fault: poison }, async (source, misp) => {
    const { parts, unreadable } = await read(source, requestsOf(misp));
    const second = misp.model.store.events[1]?.uuid ?? "";
    assertEquals(unreadable.map((event) => event.uuid), [second]);
    const { [second]: _, ...others } = held(misp);
    assertEquals(byEvent(parts), others);
  });
});

Deno.test("apiSource() asks for decay scores of those types alone that only MISP can score", async () => {
  await withSource({}, async (source, misp) => {
    const { parts } = await read(source, requestsOf(misp), ["ip-dst"]);
    assertEquals(byEvent(parts), held(misp));
    const attributes = parts.flatMap((part) => part.attributes.map((each) => each.attribute));
    const scored = attributes.filter((each) => each.decay_score !== undefined);
    assert(scored.length > 0);
    assert(scored.every((each) => each.type === "ip-dst"));
    assertEquals(scored.length, attributes.filter((each) => each.type === "ip-dst").length);
    assertEquals(misp.requests.count(ATTRIBUTES), 2);
  });
});
