import { assertEquals } from "@std/assert";
import { ManualClock } from "../support/fake_misp/clock.ts";
import { FakeMisp } from "../support/fake_misp/server.ts";
import { ask, joined, rowsOf, search } from "./ask.ts";

const NOW = 1_795_600_000;
const HOUR = 3_600;

/** Values 1 to 8 over three events; every filter below says which of them come back. */
async function startFilled(): Promise<FakeMisp> {
  const misp = await FakeMisp.start({ clock: new ManualClock(NOW) });
  const at = (hours: number) => ({ timestamp: NOW - hours * HOUR });
  misp.model.addEvent({
    info: "phishing wave",
    published: true,
    timestamp: NOW - HOUR,
    publishTimestamp: NOW - HOUR,
    threatLevelId: 1,
    tags: ["tlp:green"],
    attributes: [
      { type: "ip-dst", value: "198.51.100.1", ...at(1) },
      { type: "domain|ip", value: "two.example.test|198.51.100.2", ...at(30), tags: ["tlp:red"] },
      { type: "text", value: "three", ...at(2), deleted: true },
    ],
  });
  misp.model.addEvent({
    info: "draft",
    date: "2026-01-15",
    org: misp.model.store.org("Partner"),
    timestamp: NOW - 48 * HOUR,
    attributes: [
      { type: "ip-dst", value: "198.51.100.4", toIds: false, ...at(48) },
      { type: "md5", value: "5".repeat(32), ...at(50) },
    ],
    objects: [{
      name: "file",
      attributes: [{ type: "filename", value: "six|6.exe", objectRelation: "filename", ...at(3) }],
    }],
  });
  misp.model.addEvent({
    published: true,
    publishTimestamp: NOW - 10 * 24 * HOUR,
    timestamp: NOW - 10 * 24 * HOUR,
    attributes: [
      { type: "url", value: "http://seven.example.test/%41", ...at(240) },
      {
        type: "ip-dst",
        value: "2001:db8::8",
        lastSeen: "2026-11-01T00:00:00.000000+00:00",
        ...at(240),
      },
    ],
  });
  return misp;
}

const CASES: readonly (readonly [filter: Record<string, unknown>, ids: string])[] = [
  [{}, "1,2,4,5,6,7,8"],
  [{ deleted: 1 }, "3"],
  [{ deleted: true }, "3"],
  [{ deleted: "only" }, "3"],
  [{ deleted: [1] }, "3"],
  [{ deleted: [0, 1] }, "1,2,3,4,5,6,7,8"],
  [{ deleted: "true" }, "1,2,4,5,6,7,8"],
  [{ eventid: 1 }, "1,2"],
  [{ eventid: ["1", "3"] }, "1,2,7,8"],
  [{ eventid: "!2" }, "1,2,7,8"],
  [{ eventid: { NOT: [2] } }, "1,2,7,8"],
  [{ eventid: 999 }, ""],
  [{ published: 1 }, "1,2,7,8"],
  [{ published: "1" }, "1,2,7,8"],
  [{ published: 0 }, "4,5,6"],
  [{ published: false }, "1,2,4,5,6,7,8"],
  [{ published: [0, 1] }, "1,2,4,5,6,7,8"],
  [{ to_ids: 0 }, "4"],
  [{ to_ids: false }, "1,2,4,5,6,7,8"],
  [{ type: "md5" }, "5"],
  [{ type: ["md5", "url"] }, "5,7"],
  [{ type: { OR: ["md5", "url"] } }, "5,7"],
  [{ type: { NOT: ["ip-dst"] } }, "2,6,5,7"],
  [{ type: "bogus" }, ""],
  [{ category: "Payload delivery" }, "5,6"],
  [{ value: "198.51.100.2" }, "2"],
  [{ value: "two.example.test|198.51.100.2" }, ""],
  [{ value: "six|6.exe" }, "6"],
  [{ value: "198.51.100.%" }, "1,2,4"],
  [{ tags: "tlp:red" }, "2"],
  [{ tags: "tlp:green" }, "1,2"],
  [{ tags: { AND: ["tlp:green", "tlp:red"] } }, "2"],
  [{ tags: "!tlp:red" }, "1,4,5,6,7,8"],
  [{ tags: "no such tag" }, ""],
  [{ org: "Partner" }, "4,5,6"],
  [{ threat_level_id: 1 }, "1,2"],
  [{ eventinfo: "%wave" }, "1,2"],
  [{ object_relation: "filename" }, "6"],
  [{ from: "2026-01-01", to: "2026-02-01" }, "4,5,6"],
  [{ last_seen: "2026-10-01" }, "8"],
  [{ timestamp: "5h" }, "1,6"],
  [{ timestamp: NOW - HOUR }, "1"],
  [{ timestamp: String(NOW - HOUR) }, "1"],
  [{ timestamp: NOW - HOUR + 0.9 }, "1"],
  [{ timestamp: [NOW - 30 * HOUR, NOW - 3 * HOUR] }, "2,6"],
  [{ timestamp: [NOW - 3 * HOUR, NOW - 30 * HOUR] }, "2,6"],
  [{ timestamp: ["5d", "1d"] }, "5,4,2"],
  [{ timestamp: ["1d", "5d"] }, "5,4,2"],
  [{ timestamp: "2026-11-25" }, "6,1"],
  [{ timestamp: "yesterday" }, "2,6,1"],
  [{ timestamp: "1w" }, ""],
  [{ timestamp: "" }, ""],
  [{ timestamp: 0 }, "1,2,4,5,6,7,8"],
  [{ timestamp: -1 }, "1,2,4,5,6,7,8"],
  [{ timestamp: null }, "1,2,4,5,6,7,8"],
  [{ attribute_timestamp: "5h" }, "1,6"],
  [{ event_timestamp: "5h" }, "1,2"],
  [{ publish_timestamp: "5h" }, "1,2"],
  [{ last: "30d" }, "1,2,7,8"],
  [{ order: "Attribute.id desc" }, "8,7,6,5,4,2,1"],
  [{ order: "id" }, "1,2,4,5,6,7,8"],
  [{ order: "type, value desc" }, "2,6,8,4,1,5,7"],
  [{ order: ["Attribute.object_id desc", "Attribute.timestamp asc"] }, "6,7,8,5,4,2,1"],
  [{ order: "uuid" }, "1,2,4,5,6,7,8"],
  [{ order: "Event.publish_timestamp desc" }, "1,2,7,8,4,5,6"],
  [{ date: "2020-01-01", searchall: "x", comment: "x", evntid: 1 }, "1,2,4,5,6,7,8"],
];

for (const [filter, ids] of CASES) {
  Deno.test(`attributes/restSearch with ${JSON.stringify(filter)} finds ${ids || "nothing"}`, async () => {
    await using misp = await startFilled();
    const { rows } = await search(misp, filter);
    const found = rows.map((row) => row["id"]).join();
    const unordered = filter["timestamp"] !== undefined ||
      filter["attribute_timestamp"] !== undefined;
    assertEquals(unordered ? sorted(found) : found, unordered ? sorted(ids) : ids);
  });
}

function sorted(ids: string): string {
  return ids.split(",").toSorted().join();
}

Deno.test("attributes/restSearch takes event and attribute uuids", async () => {
  await using misp = await startFilled();
  const { model } = misp;
  const byEvent = await search(misp, { eventid: model.event(3).uuid });
  const byRow = await search(misp, { uuid: [model.attribute(5).uuid, model.attribute(1).uuid] });
  assertEquals(byEvent.rows.map((row) => row["id"]), ["7", "8"]);
  assertEquals(byRow.rows.map((row) => row["id"]), ["1", "5"]);
});

for (const timestamp of [["5d"], ["5d", "1d", "2h"]]) {
  Deno.test(`attributes/restSearch with a timestamp list of ${timestamp.length} is an internal error`, async () => {
    await using misp = await startFilled();
    const reply = await ask(misp, "/attributes/restSearch", { body: { timestamp } });
    assertEquals([reply.status, reply.message], [500, "An Internal Error Has Occurred."]);
  });
}

Deno.test("attributes/restSearch comes in timestamp order with a timestamp filter and no order", async () => {
  await using misp = await startFilled();
  const { rows } = await search(misp, { timestamp: ["5d", "1s"] });
  assertEquals(rows.map((row) => row["id"]), ["5", "4", "2", "6", "1"]);
});

Deno.test("narrowDistribution() takes an event or an attribute out of every answer", async () => {
  await using misp = await startFilled();
  const { model } = misp;
  model.narrowDistribution({ event: 1 });
  model.narrowDistribution({ attribute: 4 });
  const { rows } = await search(misp, {});
  const index = await ask(misp, "/events/index", { body: {} });
  const named = await search(misp, { eventid: [1] });
  assertEquals(rows.map((row) => row["id"]), ["5", "6", "7", "8"]);
  assertEquals(named.rows, []);
  const counts = index.rows.map((row) => [row["id"], row["attribute_count"]]);
  assertEquals(counts, [["2", "3"], ["3", "2"]]);
});

Deno.test("deleteEvent() leaves no row in any answer", async () => {
  await using misp = await startFilled();
  misp.model.addSighting(1);
  misp.model.deleteEvent(1);
  const { rows } = await search(misp, { deleted: [0, 1] });
  const sightings = await ask(misp, "/sightings/restSearch", { body: { last: "30d" } });
  assertEquals(rows.map((row) => row["id"]), ["4", "5", "6", "7", "8"]);
  assertEquals(sightings.rows, []);
});

Deno.test("events/restSearch shows deleted attributes to the owner and sync users only", async () => {
  await using misp = await startFilled();
  const shown = async () => {
    const body = { eventid: 1, deleted: [0, 1] };
    const reply = await ask(misp, "/events/restSearch", { body });
    return joined(rowsOf(reply.rows[0]), "id");
  };
  assertEquals(await shown(), "1,2,3");
  Object.assign(misp.account, { ownOrg: false, role: "user" });
  assertEquals(await shown(), "1,2");
  misp.account.role = "sync";
  assertEquals(await shown(), "1,2,3");
});

Deno.test("sightings/restSearch filters by time and context and ignores from alone", async () => {
  await using misp = await startFilled();
  const { model } = misp;
  model.addSighting(1, { date: NOW - 10 });
  model.addSighting(4, { date: NOW - 10 * HOUR, type: "1" });
  const found = async (body: Record<string, unknown>, context = "") => {
    const reply = await ask(misp, `/sightings/restSearch${context}`, { body });
    return joined(reply.rows, "id");
  };
  assertEquals(await found({ last: "15m" }), "1");
  assertEquals(await found({ from: NOW - 11 * HOUR, to: NOW - 9 * HOUR }), "2");
  assertEquals(await found({ from: NOW - 20 }), "1,2");
  assertEquals(await found({ id: 2 }, "/event"), "2");
  assertEquals(await found({ id: model.attribute(1).uuid }, "/attribute"), "1");
});
