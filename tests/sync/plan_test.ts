import { assertEquals } from "@std/assert";
import { PackedTexts } from "../../lib/sync/packed_texts.ts";
import {
  type Cause,
  classify,
  type EventFacts,
  type EventState,
  plan,
  type Rules,
} from "../../lib/sync/plan.ts";
import { createScope } from "../../lib/sync/scope.ts";
import type { LedgerEntry } from "../../lib/sync/types.ts";

const UUID = "00000000-0000-4000-8000-000000000001";

const EVENT: EventFacts = {
  id: "1",
  timestamp: 100,
  publishTimestamp: 0,
  published: true,
  version: "v1",
  selected: true,
};

const ENTRY: LedgerEntry = {
  uuid: UUID,
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
  sightingsComplete: false,
};

interface Case {
  readonly name: string;
  readonly event?: Partial<EventFacts>;
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

const WHOLE = { scope: EVERYTHING, waiting: new PackedTexts(), listIsComplete: true };

Deno.test("plan() removes what the ledger knows and the source no longer lists", () => {
  const { counts, remove, fetch } = plan(new Map(), new Map([[UUID, ENTRY]]), WHOLE);
  assertEquals(counts.gone, 1);
  assertEquals(remove, [{ uuid: UUID, state: "gone", documents: 5, timestamp: 100 }]);
  assertEquals([...fetch], []);
});

Deno.test("plan() removes nothing for not being in a list that is not complete", () => {
  const { counts, remove } = plan(new Map(), new Map([[UUID, ENTRY]]), {
    ...WHOLE,
    listIsComplete: false,
  });
  assertEquals([counts.gone, remove.length], [0, 0]);
});

Deno.test("plan() removes what was withdrawn, as the ledger knows it", () => {
  const listed = new Map([[UUID, { state: "withdrawn", cause: "unpublished" } as const]]);
  const { causes, remove } = plan(listed, new Map([[UUID, ENTRY]]), WHOLE);
  assertEquals(remove, [{ uuid: UUID, state: "withdrawn", documents: 5, timestamp: 100 }]);
  assertEquals([...causes], [["unpublished", 1]]);
});

Deno.test("plan() neither reads nor removes what is out of scope", () => {
  const scope = createScope({ events: new Set([UUID]), since: undefined, shard: undefined });
  const gone = { ...ENTRY, uuid: "00000000-0000-4000-8000-000000000003" };
  const listed = new Map([[UUID, { state: "unchanged" } as const], ["other", undefined]]);
  const result = plan(listed, new Map([[gone.uuid, gone]]), { ...WHOLE, scope });
  assertEquals(result.listed, 1);
  assertEquals([[...result.fetch], result.remove], [[], []]);
});
