/** What the feed of the demo promises: made anew it is the same, it is whole, and it harms nobody. */
import { createHash } from "node:crypto";
import { assert, assertEquals, assertGreater, assertLess, assertMatch } from "@std/assert";
import { loadConfig } from "../lib/config/load.ts";
import { systemSources } from "../lib/config/sources.ts";
import { ATTRIBUTE_TYPES } from "../lib/ecs/attribute_types.ts";
import {
  addressesIn,
  isDocumentationAddress,
  isReservedName,
  namesIn,
  refanged,
  textsIn,
} from "./support/feed/documentation_values.ts";
import {
  attributesOf,
  FEED,
  type FeedAttribute,
  readAttributes,
  readEvents,
  readManifest,
} from "./support/feed/read_feed.ts";
import { makeFeed } from "./support/make_feed.ts";

/** No demo should show these. */
const PERSONAL_TYPES = new Set([
  ...["first-name", "middle-name", "last-name", "full-name", "gender", "nationality"],
  ...["date-of-birth", "place-of-birth", "primary-residence", "country-of-residence"],
  ...["identity-card-number", "passport-number", "passport-country", "passport-expiration"],
  ...["visa-number", "issue-date-of-the-visa", "redress-number", "payment-details"],
  ...["travel-details", "special-service-request", "frequent-flyer-number"],
  ...["passenger-name-record-locator-number", "place-port-of-original-embarkation"],
  ...["place-port-of-clearance", "place-port-of-onward-foreign-destination"],
  ...["pgp-public-key", "pgp-private-key"],
]);

async function readTexts(): Promise<string[]> {
  return textsIn(await readEvents()).map(refanged);
}

/** When an attribute was last changed or seen, in epoch milliseconds. */
function lastTouch({ timestamp, last_seen = "1970-01-01" }: FeedAttribute): number {
  return Math.max(Number(timestamp) * 1000, Date.parse(last_seen));
}

Deno.test("makeFeed() gives the files of tests/fixtures/feed", async () => {
  const made = makeFeed();
  const names = (await Array.fromAsync(Deno.readDir(FEED))).map(({ name }) => name);
  assertEquals(names.toSorted(), [...made.keys()].toSorted());
  for (const [name, text] of made) {
    assertEquals(await Deno.readTextFile(new URL(name, FEED)), text, name);
  }
});

Deno.test("the feed's manifest says of each event what its file says", async () => {
  const manifest = await readManifest();
  const events = await readEvents();
  assertEquals(
    manifest,
    Object.fromEntries(events.map((event) => [event.uuid, {
      Orgc: event["Orgc"],
      Tag: event.Tag,
      info: event["info"],
      date: event.date,
      analysis: Number(event.analysis),
      threat_level_id: Number(event.threat_level_id),
      timestamp: Number(event.timestamp),
    }])),
  );
});

Deno.test("the feed's hashes.csv lists the value of each attribute, halves by themselves", async () => {
  const lines = (await readEvents()).flatMap((event) =>
    attributesOf(event).flatMap(({ type, value }) =>
      (/\||^malware-sample$/.test(type) ? value.split("|") : [value])
        .map((half) => `${createHash("md5").update(half).digest("hex")},${event.uuid}`)
    )
  );
  const text = await Deno.readTextFile(new URL("hashes.csv", FEED));
  assertEquals(text.trimEnd().split("\n"), lines);
});

Deno.test("the feed's uuids are unique and of version 4, and its references lead to objects", async () => {
  const events = await readEvents();
  const objects = events.flatMap((event) => event.Object ?? []);
  const references = objects.flatMap((object) => object.ObjectReference ?? []);
  const parts = [...events, ...events.flatMap(attributesOf), ...objects, ...references];
  const uuids = parts.map(({ uuid }) => uuid);
  assertEquals(uuids.length - new Set(uuids).size, 0);
  for (const uuid of uuids) {
    assertMatch(uuid, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  }
  const known = new Set(objects.map(({ uuid }) => uuid));
  const ends = references.flatMap((each) => [each.object_uuid, each.referenced_uuid]);
  assertEquals(ends.filter((uuid) => !known.has(uuid)), []);
});

Deno.test("the feed has every attribute type but those of personal data and keys", async () => {
  const wanted = Object.keys(ATTRIBUTE_TYPES).filter((type) => !PERSONAL_TYPES.has(type));
  const types = new Set((await readAttributes()).map(({ type }) => type));
  assertEquals([...types].toSorted(), wanted.toSorted());
});

Deno.test("the feed has each case that a reader must tell apart", async () => {
  const events = await readEvents();
  const attributes = events.flatMap(attributesOf);
  const objects = events.flatMap((event) => event.Object ?? []);
  const has = (what: string, wanted: (attribute: FeedAttribute) => boolean) =>
    assert(attributes.some(wanted), `No attribute is ${what}`);
  has("deleted", ({ deleted }) => deleted);
  has("seen from and until", (each) => each.first_seen !== undefined && !!each.last_seen);
  has("tagged", ({ Tag }) => Tag !== undefined);
  has("in a galaxy", ({ Galaxy }) => Galaxy !== undefined);
  for (const type of ["ip-src", "ip-dst", "port", "domain", "url", "uri", "link"]) {
    has(`${type} to detect`, (each) => each.type === type && each.to_ids);
    has(`${type} as context`, (each) => each.type === type && !each.to_ids);
  }
  assertEquals(objects.filter(({ deleted }) => deleted).length, 1);
  assertEquals(new Set(events.map((event) => event.threat_level_id)).size, 4);
  assertGreater(
    events.filter(({ Galaxy }) => JSON.stringify(Galaxy)?.includes("kill_chain")).length,
    2,
  );
  const tags = new Set(
    [...events, ...attributes].flatMap(({ Tag = [] }) => Tag).map((t) => t.name),
  );
  for (const name of ["clear", "green", "amber", "amber+strict", "red"]) {
    assert(tags.has(`tlp:${name}`), `No tag tlp:${name}`);
  }
});

Deno.test("the feed's addresses are those of documentation", async () => {
  const found = (await readTexts()).flatMap(addressesIn);
  assertGreater(found.length, 30);
  assertEquals(found.filter((address) => !isDocumentationAddress(address)), []);
  const hidden = (await readAttributes())
    .filter(({ type, value }) => /^ip-/.test(type) && addressesIn(refanged(value)).length !== 1);
  assertEquals(hidden, []);
});

Deno.test("the feed's domain names end in reserved ones", async () => {
  const named = (await readAttributes()).filter(({ type }) => /^(?:domain|hostname)/.test(type))
    .map(({ value }) => refanged(value).replace(/\|.*/, ""));
  const found = [...named, ...(await readTexts()).flatMap(namesIn)];
  assertGreater(found.length, 50);
  assertEquals(found.filter((name) => !isReservedName(name)), []);
});

Deno.test("the feed's numbers are those kept free for examples", async () => {
  const free = new Map([
    ["AS", /^645(?:0\d|1[01]|9[6-9])$/],
    ["mac-address", /^00:00:5e:00:53:/],
    ["mac-eui-64", /^02:00:5e:10:00:00:00:/],
    ["vulnerability", /^CVE-1900-/i],
    ["phone-number", /^\+1\d{3}55501\d\d$/],
    ["whois-registrant-phone", /^\+1\d{3}55501\d\d$/],
  ]);
  for (const { type, value } of await readAttributes()) {
    assertMatch(value, free.get(type) ?? /./);
  }
});

Deno.test("demo.yaml keeps the events of 2026 and expires the old one, at least until 2046", async () => {
  const text = await Deno.readTextFile(new URL("../demo.yaml", FEED));
  const sources = { ...systemSources({}), readTextFile: () => Promise.resolve(text) };
  const { config } = await loadConfig(sources, { file: "demo.yaml" });
  assertEquals(config.documents.tags, ["demo"]);
  const lifetime = config.expire.default;
  assert(typeof lifetime === "number");
  const touches = (await readAttributes()).map(lastTouch);
  const expired = touches.filter((at) => at + lifetime < Date.parse("2026-01-01"));
  const alive = touches.filter((at) => at + lifetime > Date.parse("2045-12-15"));
  assertEquals(expired.length, 8);
  assertEquals(alive.length, touches.length - expired.length);
  assertLess(Math.max(...touches), Date.parse("2026-11-01"));
});
