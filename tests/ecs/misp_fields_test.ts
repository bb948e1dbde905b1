import { assertEquals } from "@std/assert";
import { at, mapped } from "./documents.ts";

Deno.test("mispAttributeFields() writes data only when attachments are asked for", () => {
  const attribute = { data: "QQ==", Object: { Attribute: [{ id: "1", data: "QQ==" }] } };
  const dataOf = (attachments: boolean) => {
    const document = mapped({ attribute, settings: { attachments } });
    return [at(document, "misp.attribute.data"), at(document, "misp.object.attribute")];
  };
  assertEquals(dataOf(true), ["QQ==", [{ data: "QQ==", id: "1" }]]);
  assertEquals(dataOf(false), [undefined, [{ id: "1" }]]);
});

Deno.test("mispAttributeFields() keeps times that cannot be read as text", () => {
  const seen = (value: unknown) => {
    const document = mapped({ attribute: { first_seen: value, last_seen: value } });
    const names = ["misp.attribute", "threat.indicator"];
    return names.map((
      name,
    ) => [at(document, `${name}.first_seen`), at(document, `${name}.last_seen`)]);
  };
  const iso = "2024-10-06T16:48:04.000Z";
  assertEquals(seen("1728233284"), [[iso, iso], [iso, iso]]);
  assertEquals(seen("soon"), [["soon", "soon"], [undefined, undefined]]);
  for (const absent of ["0", 0, "", null]) {
    assertEquals(seen(absent), [[undefined, undefined], [undefined, undefined]]);
  }
});

Deno.test("mispEventFields() writes a day as sent and other dates as points in time", () => {
  const dateOf = (date: unknown) => at(mapped({ event: { date } }), "misp.event.date");
  assertEquals(dateOf("2026-11-01"), "2026-11-01");
  assertEquals(dateOf("2026-11-01 10:00"), "2026-11-01T10:00:00.000Z");
  for (const date of ["2026-02-30", "soon", "0000-00-00", null]) {
    assertEquals(dateOf(date), undefined);
  }
});

Deno.test("mispEventFields() keeps the author out of the fields of users", () => {
  const document = mapped({ event: { event_creator_email: "a@example.org" } });
  assertEquals(at(document, "misp.event.creator_email"), "a@example.org");
  assertEquals(document["user"], undefined);
});

Deno.test("mispObjectFields() takes the object handed in before that of the attribute", () => {
  const attribute = { Object: { id: "1" } };
  assertEquals(at(mapped({ attribute }), "misp.object"), { id: "1" });
  const options = { object: { id: "2", "meta-category": "file", first_seen: "as sent" } };
  const expected = { id: "2", meta_category: "file", first_seen: "as sent" };
  assertEquals(at(mapped({ attribute, options }), "misp.object"), expected);
});

Deno.test("mispObjectFields() lists the object's attributes up to a hundred", () => {
  const listed = (count: number) => {
    const Attribute = Array.from(
      { length: count },
      (_, number) => ({ id: number, timestamp: "1" }),
    );
    return at(mapped({ attribute: { Object: { id: "1", Attribute } } }), "misp.object.attribute");
  };
  assertEquals(listed(1), [{ id: 0, timestamp: "1970-01-01T00:00:01.000Z" }]);
  assertEquals((listed(100) as unknown[]).length, 100);
  assertEquals(listed(101), undefined);
});

Deno.test("mispObjectFields() writes no object of which nothing is known", () => {
  for (const Object of [{}, null, [], "x", { id: "", Attribute: [] }]) {
    assertEquals(at(mapped({ attribute: { Object } }), "misp.object"), undefined);
  }
});

Deno.test("threatFields() counts sightings only when they are sent", () => {
  const count = (Sighting: unknown) =>
    at(mapped({ attribute: { Sighting } }), "threat.indicator.sightings");
  assertEquals(count([]), 0);
  assertEquals(count([{ type: "0" }, { type: 0 }, { type: "1" }, null]), 2);
  assertEquals([count(null), count({})], [undefined, undefined]);
});
