import { assertEquals } from "@std/assert";
import {
  type Cause,
  classify,
  type EventState,
  type ListedEvent,
  plan,
  type Rules,
} from "../../lib/sync/plan.ts";
import { createScope } from "../../lib/sync/scope.ts";
import type { LedgerEntry } from "../../lib/sync/types.ts";

const EVENT: ListedEvent = {
  uuid: "00000000-0000-4000-8000-000000000001",
  id: "1",
  timestamp: 100,
  publishTimestamp: 0,
  published: true,
  attributeCount: 5,
  version: "v1",
  selected: true,
  context: { read: () => "{}" },
};

const ENTRY: LedgerEntry = {
  uuid: EVENT.uuid,
  version: "v1",
  timestamp: 100,
  published: true,
  basis: "b1",
  documents: 5,
  sighting: 0,
};

const RULES: Rules = {
  publishedOnly: true,
  basis: "b1",
  full: false,
  sightings: new Map(),
  listIsComplete: true,
  sightingsComplete: false,
};

interface Case {
  readonly name: string;
  readonly event?: Partial<ListedEvent>;
  readonly entry?: Partial<LedgerEntry> | null;
  readonly rules?: Partial<Rules>;
  readonly state: EventState;
  readonly cause?: Cause;
}

const CASES: readonly Case[] = [
  { name: "an event nobody knows is new", entry: null, state: "new", cause: "new" },
  { name: "the version last done is unchanged", state: "unchanged" },
  {
    name: "another version is changed",
    event: { version: "v2" },
    state: "changed",
    cause: "version",
  },
  { name: "another basis is changed", entry: { basis: "b0" }, state: "changed", cause: "basis" },
  {
    name: "a distrusted ledger is changed",
    rules: { full: true },
    state: "changed",
    cause: "full",
  },
  {
    name: "a sighting not yet counted is changed",
    rules: { sightings: new Map([["1", 7]]) },
    state: "changed",
    cause: "sighting",
  },
  {
    name: "a sighting already counted is unchanged",
    entry: { sighting: 7 },
    rules: { sightings: new Map([["1", 7]]) },
    state: "unchanged",
  },
  {
    name: "unpublished by an edit is edited: its documents stay",
    event: { published: false, timestamp: 120, version: "v2" },
    state: "edited",
  },
  {
    name: "unpublished without an edit is withdrawn",
    event: { published: false, version: "v2" },
    state: "withdrawn",
    cause: "unpublished",
  },
  {
    name: "unpublished after it was edited and published is withdrawn",
    event: { published: false, timestamp: 120, publishTimestamp: 130, version: "v2" },
    state: "withdrawn",
    cause: "unpublished",
  },
  {
    name: "unpublished by an edit after it was published is edited",
    event: { published: false, timestamp: 120, publishTimestamp: 110, version: "v2" },
    state: "edited",
  },
  {
    name: "being edited is kept even when the basis changed or the ledger is distrusted",
    event: { published: false, timestamp: 120 },
    entry: { basis: "b0" },
    rules: { full: true },
    state: "edited",
  },
  {
    name: "never published is ignored",
    event: { published: false },
    entry: null,
    state: "ignored",
  },
  {
    name: "never published is new where drafts are wanted",
    event: { published: false },
    entry: null,
    rules: { publishedOnly: false },
    state: "new",
    cause: "new",
  },
  {
    name: "no longer selected is withdrawn",
    event: { selected: false },
    state: "withdrawn",
    cause: "unselected",
  },
  {
    name: "never selected is ignored",
    event: { selected: false },
    entry: null,
    state: "ignored",
  },
];

for (const { name, event, entry, rules, state, cause } of CASES) {
  Deno.test(`classify(): ${name}`, () => {
    const known = entry === null ? undefined : { ...ENTRY, ...entry };
    const verdict = classify({ ...EVENT, ...event }, known, { ...RULES, ...rules });
    assertEquals(verdict, cause === undefined ? { state } : { state, cause });
  });
}

const EVERYTHING = createScope({ events: new Set(), since: undefined, shard: undefined });

Deno.test("plan() removes what the ledger knows and the source no longer lists", () => {
  const { counts, remove, fetch } = plan(
    new Map(),
    new Map([[ENTRY.uuid, ENTRY]]),
    EVERYTHING,
    RULES,
  );
  assertEquals(counts.gone, 1);
  assertEquals(remove, [{ uuid: ENTRY.uuid, state: "gone", documents: 5, timestamp: 100 }]);
  assertEquals(fetch, []);
});

Deno.test("plan() neither reads nor removes what is out of scope", () => {
  const other = { ...EVENT, uuid: "00000000-0000-4000-8000-000000000002", id: "2" };
  const scope = createScope({ events: new Set([EVENT.uuid]), since: undefined, shard: undefined });
  const gone = { ...ENTRY, uuid: "00000000-0000-4000-8000-000000000003" };
  const result = plan(
    new Map([[EVENT.uuid, EVENT], [other.uuid, other]]),
    new Map([[gone.uuid, gone]]),
    scope,
    RULES,
  );
  assertEquals(result.listed, 1);
  assertEquals(result.fetch.map((event) => event.uuid), [EVENT.uuid]);
  assertEquals(result.remove, []);
});

Deno.test("plan() asks for sightings of events that had some, and of newcomers after the first run", () => {
  const seen = { ...EVENT, version: "v2" };
  const fresh = { ...EVENT, uuid: "00000000-0000-4000-8000-000000000009", id: "9" };
  const listed = new Map([[seen.uuid, seen], [fresh.uuid, fresh]]);
  const ledger = new Map([[seen.uuid, { ...ENTRY, sighting: 3 }]]);
  const sightedIn = (rules: Rules) =>
    plan(listed, ledger, EVERYTHING, rules).fetch.map((event) => event.sighted);
  assertEquals(sightedIn(RULES), [true, true]);
  assertEquals(sightedIn({ ...RULES, sightingsComplete: true }), [true, false]);
});
