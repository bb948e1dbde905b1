import { assert, assertEquals } from "@std/assert";
import { addWarninglist } from "../support/fake_misp/administration.ts";
import { FakeMisp } from "../support/fake_misp/server.ts";
import { ask, joined, rowsOf, search } from "./ask.ts";
import { fillLab } from "./lab.ts";

const PLAIN = [
  "id",
  "event_id",
  "object_id",
  "object_relation",
  "category",
  "type",
  "to_ids",
  "uuid",
  "timestamp",
  "distribution",
  "sharing_group_id",
  "comment",
  "deleted",
  "disable_correlation",
  "first_seen",
  "last_seen",
  "value",
];

/** The keys that an option adds between `value` and the end of the row. */
const OPTIONS: readonly (readonly [option: string, value: unknown, keys: readonly string[]])[] = [
  ["none", 1, ["Event", "Tag"]],
  ["includeEventUuid", 1, ["event_uuid", "Event", "Tag"]],
  ["includeSightings", true, ["Sighting", "Event", "Tag"]],
  ["includeCorrelations", "1", ["RelatedAttribute", "Event", "Tag"]],
  ["includeProposals", 1, ["Event", "ShadowAttribute", "Tag"]],
  ["includeWarninglistHits", 1, ["warnings", "Event", "Tag"]],
  ["includeDecayScore", 1, ["decay_score", "Event", "Tag"]],
  ["includeDecayScore", "false", ["decay_score", "Event", "Tag"]],
  ["includeDecayScore", false, ["Event", "Tag"]],
  ["includeDecayScore", "0", ["Event", "Tag"]],
  ["includeGalaxy", 1, ["Event", "Tag"]],
];

for (const [option, value, keys] of OPTIONS) {
  Deno.test(`attributes/restSearch with ${option}: ${JSON.stringify(value)} adds ${keys.join()}`, async () => {
    await using misp = await FakeMisp.start();
    fillLab(misp.model);
    addWarninglist(misp.model, "Documentation networks", ["203.0.113.7"]);
    const { rows: [row] } = await search(misp, { value: "203.0.113.7", [option]: value });
    assertEquals(Object.keys(row ?? {}), [...PLAIN, ...keys]);
  });
}

Deno.test("attributes/restSearch leaves out keys that have nothing to say", async () => {
  await using misp = await FakeMisp.start();
  fillLab(misp.model);
  const body = { type: "sha256", eventid: 1, includeDecayScore: 1, includeWarninglistHits: 1 };
  const { rows: [inherited] } = await search(misp, body);
  assertEquals(Object.keys(inherited ?? {}), [...PLAIN, "Event", "Tag"]);
  const { rows: [bare] } = await search(misp, { type: "sha256", eventid: 1 });
  assertEquals(Object.keys(bare ?? {}), [...PLAIN, "Event"]);
});

Deno.test("attributes/restSearch marks inherited tags and puts them last", async () => {
  await using misp = await FakeMisp.start();
  fillLab(misp.model);
  const reply = await ask(misp, "/attributes/restSearch", {
    body: { value: "203.0.113.7", includeEventTags: 1 },
  });
  const tags = rowsOf(reply.rows[0]?.["Tag"]);
  assertEquals(tags.map((tag) => tag["inherited"]), [undefined, undefined, undefined, 1, 1, 1]);
  assert(tags.slice(3).every((tag) => !("local" in tag) && !("is_galaxy" in tag)));
});

Deno.test("excludeDecayed drops a row only when every model says so", async () => {
  await using misp = await FakeMisp.start();
  fillLab(misp.model);
  const values = async (body: Record<string, unknown>) => {
    const { rows, count, skipped } = await search(misp, { eventid: 5, excludeDecayed: 1, ...body });
    return [rows.map((row) => row["value"]).join(), count, skipped];
  };
  assertEquals(await values({}), ["198.51.100.151", "3", "2"]);
  assertEquals(await values({ score: 70 }), ["", "3", "3"]);
  const modelOverrides = { lifetime: 1000, threshold: 10 };
  const all = "198.51.100.150,old.example.test,198.51.100.151";
  assertEquals(await values({ modelOverrides }), [all, "3", "0"]);
  assertEquals(await values({ modelOverrides: JSON.stringify(modelOverrides) }), [
    "198.51.100.151",
    "3",
    "2",
  ]);
  assertEquals(await values({ decayingModel: 999 }), [all, "3", "0"]);
});

Deno.test("withAttachments adds the data of attachments only", async () => {
  await using misp = await FakeMisp.start();
  fillLab(misp.model);
  const { rows } = await search(misp, { eventid: 1, withAttachments: 1 });
  assertEquals(rows.map((row) => row["data"]), [undefined, undefined, "iVBORw0KGgo=", undefined]);
});

Deno.test("events/restSearch nests attributes of objects inside their objects", async () => {
  await using misp = await FakeMisp.start();
  fillLab(misp.model);
  const event = async (body: Record<string, unknown>) => {
    const reply = await ask(misp, "/events/restSearch", { body: { eventid: 2, ...body } });
    return reply.rows[0] ?? {};
  };
  const live = await event({});
  assertEquals(live["Attribute"], []);
  assertEquals(joined(rowsOf(live["Object"]), "name"), "file");
  const both = await event({ deleted: [0, 1] });
  assertEquals(joined(rowsOf(both["Object"]), "name"), "file,vulnerability");
  const bare = await event({ metadata: 1 });
  const gone = ["Attribute", "Object", "EventReport", "ShadowAttribute"];
  assertEquals(gone.filter((key) => key in bare), []);
});

Deno.test("events/restSearch with a type chooses events and with to_ids attributes", async () => {
  await using misp = await FakeMisp.start();
  fillLab(misp.model);
  const types = async (body: Record<string, unknown>) => {
    const reply = await ask(misp, "/events/restSearch", { body });
    return reply.rows.map((event) => joined(rowsOf(event), "type"));
  };
  assertEquals(await types({ type: "attachment" }), ["ip-src,sha256,attachment,domain|ip"]);
  assertEquals(await types({ type: "attachment", to_ids: 1 }), ["ip-src,sha256,domain|ip"]);
});

Deno.test("objects/restSearch lists deleted objects and filters by event and name", async () => {
  await using misp = await FakeMisp.start();
  fillLab(misp.model);
  const found = async (body: Record<string, unknown>) => {
    const reply = await ask(misp, "/objects/restSearch", { body });
    return [
      reply.rows.map((object) => [object["name"], object["deleted"]]),
      reply.headers.get("x-result-count"),
    ];
  };
  const both = [["file", false], ["vulnerability", true]];
  assertEquals(await found({ eventid: ["1", "2"], metadata: 1 }), [both, "2"]);
  assertEquals(await found({ object_name: "file" }), [[["file", false]], "1"]);
  assertEquals(await found({ eventid: [1] }), [[], "0"]);
});
