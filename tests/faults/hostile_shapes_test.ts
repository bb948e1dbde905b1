/** Fields of another type or shape than MISP's, through the whole program. */
import { assert, assertEquals } from "@std/assert";
import type { FakeMispOptions } from "../support/fake_misp/server.ts";
import { MispModel } from "../support/fake_misp/model.ts";
import { assertBalanced } from "./support/balance.ts";
import { DEEP, rewrittenRows, type Row } from "./support/hostile_misp.ts";
import { chosen } from "./support/layer.ts";
import { assertPlainRequests } from "./support/plain_requests.ts";
import { CANARIES } from "./support/secrets.ts";
import { stageTest } from "./support/stage_test_case.ts";
import type { Run } from "./support/trial.ts";

const SHAPES: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  0.5,
  "",
  "text",
  [],
  [null, [], {}],
  {},
  { __proto__: null, constructor: { prototype: { polluted: true } } },
  JSON.parse('{"__proto__":{"polluted":true},"name":"__proto__"}'),
  DEEP,
];

/** Without what tells which attribute of which event it is. */
const ATTRIBUTE_FIELDS = [
  "object_relation",
  "category",
  "type",
  "to_ids",
  "timestamp",
  "distribution",
  "sharing_group_id",
  "comment",
  "disable_correlation",
  "first_seen",
  "last_seen",
  "value",
  "Event",
  "Object",
  "Tag",
  "Galaxy",
  "Sighting",
  "warnings",
  "unknown_to_all",
  "__proto__",
];

/** What tells which attribute of which event it is, and whether it still is one. */
const IDENTITY_FIELDS = ["uuid", "id", "event_id", "object_id", "deleted"];

const OBJECT_FIELDS = [
  "name",
  "meta-category",
  "description",
  "template_uuid",
  "comment",
  "timestamp",
];

/** Without what tells whether it is published and how old it is. */
const EVENT_FIELDS = [
  "info",
  "date",
  "org_id",
  "analysis",
  "distribution",
  "threat_level_id",
  "extends_uuid",
  "Org",
  "Orgc",
  "EventTag",
  "GalaxyCluster",
  "attribute_count",
  "sighting_timestamp",
  "protected",
  "__proto__",
];

function rowsOf(fields: readonly string[]): Row[] {
  return fields.flatMap((field) => SHAPES.map((shape) => Object.fromEntries([[field, shape]])));
}

interface Misshapen {
  readonly misp: FakeMispOptions;
  readonly rows: number;
  readonly attributes: number;
}

function misshapenMisp(): Misshapen {
  const now = Math.floor(Date.now() / 1000) - 600;
  const model = new MispModel({ now: () => now }, 6);
  const changes = new Map<string, Row>();
  const plain = (n: number) => ({ type: "domain", value: `d${n}.example.test` });
  const attributes = rowsOf(ATTRIBUTE_FIELDS);
  const event = model.addEvent({ published: true, attributes: attributes.map((_, n) => plain(n)) });
  event.attributes.forEach(({ uuid }, n) => changes.set(uuid, attributes[n] ?? {}));
  const objects = rowsOf(OBJECT_FIELDS);
  const holder = model.addEvent({
    published: true,
    objects: objects.map((_, n) => ({ name: "file", attributes: [plain(n)] })),
  });
  holder.objects.forEach(({ uuid }, n) => changes.set(uuid, objects[n] ?? {}));
  const events = rowsOf(EVENT_FIELDS);
  for (const [n, row] of events.entries()) {
    changes.set(model.addEvent({ published: true, attributes: [plain(n)] }).uuid, row);
  }
  return {
    misp: {
      model,
      account: { key: CANARIES.mispKey },
      fault: rewrittenRows((uuid) => changes.get(uuid)),
    },
    rows: changes.size,
    attributes: model.attributes.length,
  };
}

/** Each attribute is a document, a rejection, or not wanted: none has vanished. */
function assertAccounted({ summary, code, stderr }: Run, attributes: number): void {
  assert(code === 0 || code === 3, stderr.slice(-3000));
  assertBalanced(summary, code);
  assertEquals([summary.events["failed"], summary.attributes.read], [0, attributes]);
}

const { misp, rows, attributes } = misshapenMisp();

stageTest(
  `sync-attributes takes ${rows} misshapen rows, or tells which it cannot`,
  (stage) =>
    stage.withFreshTrial(async (trial) => {
      const run = await trial.narrowSync();
      assertAccounted(run, attributes);
      const contents = await trial.contents();
      assertEquals(contents.size, run.summary.documents.created);
      assertEquals(run.summary.documents.rejected, 0, JSON.stringify(run.summary.rejections));
      const again = await trial.sync(["--full"]);
      assertAccounted(again, attributes);
      const { created, updated, deleted } = again.summary.documents;
      assertEquals([created, updated, deleted], [0, 0, 0], "they are mapped alike");
      assertPlainRequests(trial);
    }, { misp }),
);

/** Each in an event of its own, beside a row that is as it should be. */
function misidentifiedMisp() {
  const now = Math.floor(Date.now() / 1000) - 600;
  const model = new MispModel({ now: () => now }, 6);
  const changes = new Map<string, Row>();
  for (const row of chosen(chosen(rowsOf(IDENTITY_FIELDS)))) {
    const attributes = ["a", "b"].map((name) => ({
      type: "domain",
      value: `${name}.example.test`,
    }));
    const [first] = model.addEvent({ published: true, attributes }).attributes;
    changes.set(first?.uuid ?? "", row);
  }
  const fault = rewrittenRows((uuid) => changes.get(uuid));
  return { model, misp: { model, account: { key: CANARIES.mispKey }, fault } };
}

stageTest("sync-attributes believes no row that does not tell what it is", (stage) => {
  const { model, misp } = misidentifiedMisp();
  return stage.withFreshTrial(async (trial) => {
    const run = await trial.sync();
    assertEquals(run.code, 3, run.stderr.slice(-3000));
    assertBalanced(run.summary, 3);
    const contents = await trial.contents();
    assertEquals(contents.size, run.summary.documents.created);
    const known = new Set(model.attributes.map(({ uuid }) => uuid));
    assertEquals([...contents.keys()].filter((id) => !known.has(id)), [], "nobody asked for these");
    trial.misp.fault = undefined;
    assertEquals((await trial.sync(["--full"])).code, 0);
    assertEquals(new Set((await trial.contents()).keys()), known);
  }, { misp });
});
