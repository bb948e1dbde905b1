/** `sync-attributes` with a history beside the current indicators. */
import { assert, assertEquals } from "@std/assert";
import { engineTest } from "./engine_test_case.ts";
import { Lab } from "./lab.ts";

const HISTORY = { TI_MISP_ELASTICSEARCH_HISTORY: "true" };

interface HistoryRecord {
  readonly _id: string;
  readonly _source: {
    readonly event: { readonly type: readonly string[]; readonly hash?: string };
    readonly misp: {
      readonly attribute: Readonly<Record<string, unknown>>;
      readonly instance: string;
    };
  };
}

async function records(lab: Lab): Promise<HistoryRecord[]> {
  const stream = `logs-ti_misp.threat_attributes-${lab.namespace}`;
  await lab.request("POST", `/${stream}/_refresh`);
  const answer = await lab.request("GET", `/${stream}/_search?size=10000`);
  return JSON.parse(JSON.stringify(answer)).hits.hits;
}

engineTest(
  "sync-attributes appends each write to the history, and tells each removal there",
  async (engine) => {
    await using lab = await Lab.start({ engine, events: 6, attributes: 15 });
    await lab.run(["install-assets"], HISTORY);
    const sync = async () => {
      const { code, stdout } = await lab.run(["sync-attributes", "--json"], HISTORY);
      assertEquals(code, 0, stdout);
      return JSON.parse(stdout);
    };
    await sync();
    await lab.assertInStep();
    const first = await records(lab);
    assertEquals(first.length, lab.wanted().length);
    assertEquals((await sync()).documents.created, 0);
    assertEquals((await records(lab)).length, first.length, "nothing is told of what is unchanged");
    const event = lab.model.store.events.find((each) => each.published);
    const attribute = lab.model.store.attributes.find((each) =>
      each.eventId === event?.id && !each.deleted
    );
    assert(event !== undefined && attribute !== undefined);
    lab.now += 60_000;
    lab.model.softDeleteAttribute(attribute);
    lab.model.publish(event);
    await sync();
    await lab.assertInStep();
    const told = (await records(lab)).filter(({ _source }) =>
      _source.event.type.includes("deletion")
    );
    assertEquals(told.map(({ _source }) => _source.misp.attribute["uuid"]), [attribute.uuid]);
    assertEquals(told[0]?._source.misp.attribute["decayed"], true);
  },
);

engineTest(
  "sync-attributes leaves the current indicators to a transform when told so",
  async (engine) => {
    await using lab = await Lab.start({ engine, events: 4, attributes: 10 });
    const env = { TI_MISP_ELASTICSEARCH_LATEST: "transform" };
    await lab.run(["install-assets"], env);
    const { code, stdout } = await lab.run(["sync-attributes", "--json"], env);
    assertEquals([code, JSON.parse(stdout).documents.created], [0, lab.wanted().length]);
    assertEquals((await lab.documents()).length, 0);
    assertEquals((await records(lab)).length, lab.wanted().length);
    const soon = await lab.run(["sync-attributes"], env);
    assertEquals(soon.code, 5, "the destination does not tell yet what was written");
  },
);
