import { assertEquals } from "@std/assert";
import { prepareEvent } from "../../lib/ecs/document.ts";
import { listedEvent, type ListingSettings } from "../../lib/sync/listing.ts";
import { PackedTexts } from "../../lib/sync/packed_texts.ts";
import { plan } from "../../lib/sync/plan.ts";
import { createScope } from "../../lib/sync/scope.ts";
import type { EventRow, LedgerEntry } from "../../lib/sync/types.ts";
import { versionOf } from "../../lib/sync/version.ts";
import { SETTINGS } from "../ecs/documents.ts";

const ROW: EventRow = {
  uuid: "00000000-0000-4000-8000-000000000001",
  id: "7",
  timestamp: 1_700_000_000,
  publishTimestamp: 1_700_000_100,
  sightingTimestamp: 0,
  published: true,
  attributeCount: 5,
  event: { uuid: "00000000-0000-4000-8000-000000000001", info: "one\t\n", id: "7" },
};

const VERSION = versionOf(ROW, prepareEvent(ROW.event, SETTINGS).fingerprint);

/** What the ledger says after the event was done as it is in `version`. */
function entryOf(version: string, more: Partial<LedgerEntry> = {}): LedgerEntry {
  return {
    uuid: ROW.uuid,
    version,
    timestamp: ROW.timestamp,
    published: true,
    basis: "b",
    documents: 5,
    sighting: 0,
    ...more,
  };
}

function settings(more: Partial<ListingSettings> = {}): ListingSettings {
  return {
    mapping: SETTINGS,
    selects: () => true,
    scope: createScope({ events: new Set(), since: undefined, shard: undefined }),
    known: new Map(),
    rules: {
      publishedOnly: true,
      basis: "b",
      full: false,
      sightings: new Map(),
      sightingsComplete: true,
    },
    waiting: new PackedTexts(),
    ...more,
  };
}

/** The events that would be fetched. */
function fetched(row: EventRow, given: ListingSettings) {
  const { scope, waiting } = given;
  const listed = new Map([[row.uuid, listedEvent(row, given)]]);
  return [...plan(listed, given.known, { scope, waiting, listIsComplete: true }).fetch];
}

Deno.test("listedEvent() packs what it takes to fetch an event and to enter it in the ledger", () => {
  const [planned] = fetched(ROW, settings());
  const { context = "", ...rest } = planned ?? {};
  const { event, ...row } = ROW;
  assertEquals(JSON.parse(context), event);
  assertEquals(rest, {
    ...row,
    sighting: 0,
    sighted: false,
    isKnown: false,
  });
});

Deno.test("listedEvent() asks for sightings of events that had some, and of newcomers after the first run", () => {
  const known = new Map([[ROW.uuid, entryOf(`${VERSION} before`, { sighting: 3 })]]);
  const [seen] = fetched(ROW, settings({ known }));
  assertEquals([seen?.sighted, seen?.sighting, seen?.isKnown], [true, 3, true]);
  const rules = { ...settings().rules, sightingsComplete: false };
  assertEquals(fetched(ROW, settings({ rules })).map(({ sighted }) => sighted), [true]);
  const sightings = new Map([["7", 9]]);
  const now = settings({ known, rules: { ...rules, sightings } });
  assertEquals(fetched(ROW, now).map(({ sighting }) => sighting), [9]);
});

Deno.test("listedEvent() packs nothing of an event that needs not be fetched", () => {
  const waiting = new PackedTexts();
  const known = new Map([[ROW.uuid, entryOf(VERSION)]]);
  assertEquals(listedEvent(ROW, settings({ known, waiting })), { state: "unchanged" });
  const draft = { ...ROW, published: false };
  assertEquals(listedEvent(draft, settings({ waiting })), { state: "ignored" });
  const elsewhere = new Set(["00000000-0000-4000-8000-000000000002"]);
  const scope = createScope({ events: elsewhere, since: undefined, shard: undefined });
  assertEquals(listedEvent(ROW, settings({ scope, waiting })), undefined);
  assertEquals(waiting.add("first"), 0);
});
