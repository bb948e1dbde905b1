/** `sync-events` from the loopback MISP into a real Elasticsearch, and from a feed. */
import { assert, assertEquals } from "@std/assert";
import { PROJECT } from "../support/project.ts";
import { engineTest } from "./engine_test_case.ts";
import { Lab } from "./lab.ts";

interface JournalRecord {
  readonly _id: string;
  readonly _source: {
    readonly "@timestamp": string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly event: { readonly type: readonly string[]; readonly dataset: string };
    readonly threat: { readonly indicator: Readonly<Record<string, unknown>> };
    readonly misp: {
      readonly attribute: Readonly<Record<string, unknown>>;
      readonly indicator?: unknown;
      readonly event: Readonly<Record<string, unknown>>;
      readonly object?: Readonly<Record<string, unknown>>;
    };
  };
}

class JournalLab implements AsyncDisposable {
  readonly lab: Lab;

  constructor(lab: Lab) {
    this.lab = lab;
  }

  static async start(engine: string): Promise<JournalLab> {
    return new JournalLab(await Lab.start({ engine, events: 6, attributes: 15 }));
  }

  get stream(): string {
    return `logs-ti_misp.threat-${this.lab.namespace}`;
  }

  async run(...args: readonly string[]) {
    const { code, stdout } = await this.lab.run(["sync-events", "--json", ...args]);
    const summary = JSON.parse(stdout);
    assertEquals([code, summary.error], [0, undefined]);
    return summary;
  }

  async records(): Promise<JournalRecord[]> {
    await this.lab.request("POST", `/${this.stream}/_refresh`);
    const answer = await this.lab.request("GET", `/${this.stream}/_search?size=10000`);
    return JSON.parse(JSON.stringify(answer)).hits.hits;
  }

  /** Attributes of published events, deleted ones too: each revision is told. */
  get told(): number {
    const { events, attributes } = this.lab.model.store;
    const published = new Set(events.filter((each) => each.published).map((each) => each.id));
    return attributes.filter((each) => published.has(each.eventId)).length;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.lab[Symbol.asyncDispose]();
  }
}

engineTest(
  "sync-events journals each attribute once, and a second run adds nothing",
  async (engine) => {
    await using journal = await JournalLab.start(engine);
    const dry = await journal.run("--dry-run");
    const first = await journal.run();
    assertEquals(first.documents.created, journal.told);
    assertEquals(dry.documents.created, first.documents.created);
    const records = await journal.records();
    assertEquals(records.length, journal.told);
    for (const { _source: { event, labels, misp } } of records) {
      assertEquals(event.dataset, "ti_misp.threat");
      assertEquals(labels, { is_ioc_transform_source: "true" });
      assert(misp.event["info"] !== undefined && misp.event["uuid"] !== undefined);
    }
    assertEquals((await journal.run()).documents.created, 0);
    const full = await journal.run("--full");
    assertEquals([full.documents.created, full.documents.unchanged], [0, journal.told]);
    assertEquals((await journal.records()).length, records.length);
  },
);

engineTest("sync-events takes each event of a feed once", async (engine) => {
  await using journal = await JournalLab.start(engine);
  const source = ["--source", `feed:${PROJECT}/tests/fixtures/feed`];
  const first = await journal.run(...source);
  assertEquals([first.events.new, first.documents.created], [10, 248]);
  const again = await journal.run(...source);
  assertEquals([again.events.unchanged, again.attributes.read], [10, 0]);
});

engineTest(
  "sync-events keeps the old revision of an edited attribute beside the new one",
  async (engine) => {
    await using journal = await JournalLab.start(engine);
    await journal.run();
    const before = await journal.records();
    const { lab } = journal;
    const event = lab.model.store.events.find((each) => each.published);
    const attribute = lab.model.store.attributes.find((each) =>
      each.eventId === event?.id && !each.deleted
    );
    assert(event !== undefined && attribute !== undefined);
    lab.now += 60_000;
    lab.model.editAttribute(attribute, { comment: "second revision" });
    lab.model.publish(event);
    await journal.run();
    const revisions = (await journal.records())
      .filter(({ _source: { misp } }) => misp.attribute["uuid"] === attribute.uuid);
    assertEquals(revisions.length, 2);
    const ids = new Set((await journal.records()).map((record) => record._id));
    assert(before.every((record) => ids.has(record._id)), "nothing is taken back");
  },
);

engineTest(
  "sync-events tells deleted attributes and events, without a value to match",
  async (engine) => {
    await using journal = await JournalLab.start(engine);
    const { lab } = journal;
    await journal.run();
    const event = lab.model.store.events.find((each) => each.published);
    const attribute = lab.model.store.attributes.find((each) =>
      each.eventId === event?.id && !each.deleted
    );
    assert(event !== undefined && attribute !== undefined);
    lab.now += 60_000;
    lab.model.softDeleteAttribute(attribute);
    lab.model.publish(event);
    await journal.run();
    const deletions = async () =>
      (await journal.records()).filter(({ _source }) => _source.event.type.includes("deletion"));
    const told = (await deletions()).find(({ _source: { misp } }) =>
      misp.attribute["uuid"] === attribute.uuid
    );
    assert(told !== undefined);
    assertEquals(told._source.threat.indicator["id"], [attribute.uuid]);
    assertEquals(told._source.misp.attribute["type"], attribute.type);
    assertEquals(told._source.misp.attribute["deleted"], true);
    assert(!JSON.stringify(told._source).includes(attribute.value));
    const attributes = lab.model.store.attributes.filter((each) => each.eventId === event.id);
    lab.model.deleteEvent(event);
    const gone = await journal.run("--max-delete", "100%");
    assertEquals(gone.documents.deleted, attributes.length);
    const ofEvent = (await deletions()).filter(({ _id }) => _id.includes(":gone:"));
    assertEquals(
      ofEvent.map(({ _source }) => _source.misp.attribute["uuid"]).toSorted().map(String),
      attributes.map((each) => each.uuid).toSorted(),
    );
    assertEquals((await journal.run()).documents.deleted, 0);
  },
);

engineTest(
  "sync-events keeps a ledger of its own, apart from that of sync-attributes",
  async (engine) => {
    await using journal = await JournalLab.start(engine);
    await journal.run();
    const attributes = await journal.lab.sync();
    assertEquals(attributes.documents.created, journal.lab.wanted().length);
    await journal.lab.assertInStep();
    assertEquals((await journal.run()).events.unchanged, attributes.events.new);
  },
);
