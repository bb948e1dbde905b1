/** `sync-attributes` from the loopback MISP into a real Elasticsearch. */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { setDecayingModel } from "../support/fake_misp/administration.ts";
import { engineTest } from "./engine_test_case.ts";
import { Lab } from "./lab.ts";

const NOTHING = { created: 0, updated: 0, deleted: 0, marked: 0, rejected: 0, conflicts: 0 };

function writesOf(documents: Readonly<Record<string, number>>) {
  const { unchanged: _, ...writes } = documents;
  return writes;
}

function firstPublished(lab: Lab) {
  const event = lab.model.store.events.find((each) => each.published);
  assert(event !== undefined);
  return event;
}

function attributesOf(lab: Lab, event: { readonly id: number }) {
  const alone = lab.model.store.attributes.filter((each) =>
    each.eventId === event.id && !each.deleted && each.objectId === 0
  );
  const [first, second] = alone;
  assert(first !== undefined && second !== undefined);
  return { first, second };
}

engineTest("sync-attributes fills the index, and a second run writes nothing", async (engine) => {
  await using lab = await Lab.start({ engine });
  const first = await lab.sync();
  assertEquals([first.exit_code, first.documents.created], [0, lab.wanted().length]);
  await lab.assertInStep();
  const second = await lab.sync();
  assertEquals(writesOf(second.documents), NOTHING);
  assertEquals(second.requests.misp, 2, "the index of events and the sightings");
});

engineTest(
  "sync-attributes leaves exactly the right documents after each of an analyst's actions",
  async (engine) => {
    await using lab = await Lab.start({ engine });
    await lab.sync();
    const event = firstPublished(lab);
    const { first, second } = attributesOf(lab, event);
    const actions: Readonly<Record<string, () => unknown>> = {
      "editing an attribute": () => lab.model.editAttribute(first, { comment: "edited" }),
      "tagging an attribute": () => lab.model.tagAttribute(first, "tlp:red"),
      "tagging the event": () => lab.model.tagEvent(event, "tlp:amber"),
      "adding an attribute": () =>
        lab.model.addAttribute(event, { type: "domain", value: "added.example.test" }),
      "deleting an attribute softly": () => lab.model.softDeleteAttribute(first),
      "deleting an attribute for good": () => lab.model.hardDeleteAttribute(second),
      "restoring an attribute": () => lab.model.restoreAttribute(first),
    };
    for (const [what, act] of Object.entries(actions)) {
      lab.now += 60_000;
      act();
      const editing = await lab.sync();
      assertEquals([what, editing.events.edited, writesOf(editing.documents)], [what, 1, NOTHING]);
      lab.model.publish(event);
      const published = await lab.sync();
      assertEquals([what, published.events.changed], [what, 1]);
      await lab.assertInStep();
      assertEquals(writesOf((await lab.sync()).documents), NOTHING, what);
    }
    lab.model.unpublish(event);
    assertEquals((await lab.sync()).events.withdrawn, 1);
    await lab.assertInStep();
    lab.now += 60_000;
    lab.model.publish(event);
    await lab.sync();
    await lab.assertInStep();
    lab.model.deleteEvent(event);
    assertEquals((await lab.sync("--max-delete", "100%")).events.gone, 1);
    await lab.assertInStep();
  },
);

engineTest("sync-attributes after a lost ledger writes nothing", async (engine) => {
  await using lab = await Lab.start({ engine });
  await lab.sync();
  await lab.request("POST", `/${lab.stateIndex}/_refresh`);
  await lab.request("POST", `/${lab.stateIndex}/_delete_by_query?refresh=true&conflicts=proceed`, {
    query: { match_all: {} },
  });
  const again = await lab.sync();
  assertEquals(writesOf(again.documents), NOTHING);
  assertEquals(again.documents.unchanged, lab.wanted().length);
});

engineTest(
  "sync-attributes --dry-run announces exactly what the real run then does",
  async (engine) => {
    await using lab = await Lab.start({ engine });
    const dry = await lab.sync("--dry-run");
    assertEquals((await lab.documents()).length, 0);
    const real = await lab.sync();
    assertEquals([dry.documents, dry.events], [real.documents, real.events]);
    const event = firstPublished(lab);
    const { first, second } = attributesOf(lab, event);
    lab.now += 60_000;
    lab.model.editAttribute(first, { comment: "edited" });
    lab.model.softDeleteAttribute(second);
    lab.model.publish(event);
    const before = await lab.documents();
    const planned = await lab.sync("--dry-run");
    assertEquals(await lab.documents(), before);
    const done = await lab.sync();
    assertEquals([planned.documents, planned.events], [done.documents, done.events]);
    assertEquals(writesOf(done.documents), { ...NOTHING, updated: 1, deleted: 1 });
  },
);

engineTest("sync-attributes finds a value by the field that ECS has for it", async (engine) => {
  await using lab = await Lab.start({ engine });
  const event = firstPublished(lab);
  const values = {
    "threat.indicator.ip": { type: "ip-dst", value: "2001:db8::77" },
    "misp.attribute.ip_range": { type: "ip-src", value: "198.51.100.0/24", term: "198.51.100.9" },
    "threat.indicator.url.full": { type: "url", value: "https://login.example.test/a?b=1" },
    "threat.indicator.file.hash.md5": {
      type: "md5",
      value: "D41D8CD98F00B204E9800998ECF8427E",
      term: "d41d8cd98f00b204e9800998ecf8427e",
    },
    "threat.indicator.registry.path": { type: "regkey", value: "HKLM\\Software\\Example" },
    "threat.indicator.email.address": { type: "email-src", value: "someone@example.test" },
    "misp.indicator.mutex": { type: "mutex", value: "Global\\example" },
  };
  for (const { type, value } of Object.values(values)) {
    lab.model.addAttribute(event, { type, value });
  }
  lab.model.publish(event);
  await lab.sync();
  for (const [field, given] of Object.entries(values)) {
    const term = "term" in given ? given.term : given.value;
    const answer = await lab.request("POST", `/logs-ti_misp_latest.threat_attributes/_search`, {
      query: {
        bool: {
          filter: [{ term: { [field]: term } }, { term: { "misp.attribute.value": given.value } }, {
            term: { "misp.instance": "lab" },
          }],
        },
      },
    });
    const { hits: { total: { value } } } = JSON.parse(JSON.stringify(answer));
    assert(value >= 1, `${field}: ${term}`);
  }
});

engineTest("sync-attributes stops before a run that would delete too much", async (engine) => {
  await using lab = await Lab.start({ engine });
  await lab.sync();
  const before = await lab.documents();
  for (const event of [...lab.model.store.events]) lab.model.deleteEvent(event);
  const stopped = await lab.sync();
  assertEquals([stopped.exit_code, stopped.outcome], [7, "safety_stop"]);
  assertStringIncludes(stopped.error ?? "", "--max-delete");
  assertEquals(await lab.documents(), before);
});

engineTest("sync-attributes without assets says which command to run", async (engine) => {
  await using lab = await Lab.start({ engine });
  await lab.request("DELETE", `/${lab.stateIndex}`);
  const { code, stdout } = await lab.run(["sync-attributes"]);
  assertEquals(code, 1);
  assertMatch(stdout, /run ti-misp install-assets/);
  await lab.run(["install-assets"]);
});

engineTest(
  "sync-attributes with a refused key exits 4, and never shows the key",
  async (engine) => {
    await using lab = await Lab.start({ engine });
    const key = "k3y".repeat(13) + "x";
    const { code, stdout, stderr } = await lab.run(["sync-attributes"], { MISP_API_KEY: key });
    assertEquals(code, 4);
    assert(!`${stdout}${stderr}`.includes(key));
    assertStringIncludes(stdout, "misp.api_key");
  },
);

engineTest(
  "sync-attributes excludes a second run of the same instance and shard",
  async (engine) => {
    await using lab = await Lab.start({ engine });
    const gate = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    lab.misp.fault = async () => {
      begun.resolve();
      await gate.promise;
      return undefined;
    };
    const first = lab.sync();
    await begun.promise;
    const { code, stdout } = await lab.run(["sync-attributes", "--json"]);
    assertEquals([code, JSON.parse(stdout).outcome], [6, "lease_held"]);
    gate.resolve();
    lab.misp.fault = undefined;
    assertEquals((await first).exit_code, 0);
    await lab.assertInStep();
  },
);

engineTest("sync-attributes keeps instances in one index apart", async (engine) => {
  await using lab = await Lab.start({ engine });
  await lab.sync();
  const other = { TI_MISP_ELASTICSEARCH_INSTANCE: "other" };
  await lab.run(["sync-attributes"], other);
  assertEquals((await lab.documents()).length, 2 * lab.wanted().length);
  for (const event of [...lab.model.store.events]) lab.model.deleteEvent(event);
  await lab.run(["sync-attributes", "--max-delete", "100%"], other);
  const left = await lab.documents();
  assert(left.length > 0 && left.every((document) => document._id.startsWith("lab:")));
});

engineTest("sync-attributes notices a changed decaying model within the hour", async (engine) => {
  await using lab = await Lab.start({ engine });
  const env = { TI_MISP_EXPIRE_DECAY: "majority" };
  const sync = async () =>
    JSON.parse((await lab.run(["sync-attributes", "--json", "--max-delete", "100%"], env)).stdout);
  await sync();
  for (const model of lab.model.store.decayingModels) {
    const parameters = { ...model.parameters, lifetime: model.parameters.lifetime * 2 };
    setDecayingModel(lab.model, { ...model, parameters });
  }
  lab.now += 30 * 60_000;
  assertEquals((await sync()).events.changed, 0);
  lab.now += 31 * 60_000;
  const { events, causes } = await sync();
  assert(events.changed > 0);
  assertEquals(causes, { basis: events.changed });
});
