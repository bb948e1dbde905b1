/** What every engine must do: the commands from the first installation to the last removal. */
import { assert, assertEquals, assertGreater, assertNotEquals } from "@std/assert";
import { at, listAt, numberAt, textAt } from "../../lib/elastic/json.ts";
import { startElasticsearch } from "../support/engine.ts";
import type { EngineOptions, RunningEngine } from "../support/engine/options.ts";
import { EngineLab } from "./engine_lab.ts";

const DAY = 86_400_000;

export interface SuiteOptions extends EngineOptions {
  readonly title: string;
  /** Whether each command runs with an API key of exactly the role that is printed for it. */
  readonly printedRoles?: boolean;
}

type Step = readonly [name: string, work: (lab: EngineLab) => Promise<void>];

const STEPS: readonly Step[] = [
  ["install-assets makes what is missing, and then nothing", async (lab) => {
    const first = await actions(lab);
    assert(first.every((action) => action === "create" || action === "unavailable"), `${first}`);
    await assertUnchanged(lab);
  }],
  ["sync-attributes fills the index, and a second run writes nothing", async (lab) => {
    const first = await lab.json("sync-attributes");
    assertEquals(numberAt(first, "documents", "created"), lab.wanted().length);
    await lab.assertInStep();
    const second = await lab.json("sync-attributes");
    assertEquals(numberAt(second, "documents", "created"), 0);
    assertEquals(numberAt(second, "documents", "updated"), 0);
  }],
  ["sync-attributes --full finds everything as it should be", async (lab) => {
    const { documents } = await lab.json("sync-attributes", "--full");
    assertEquals(numberAt(documents, "unchanged"), lab.wanted().length);
  }],
  ["sync-attributes follows an edit", async (lab) => {
    const attribute = visible(lab, "domain") ?? visible(lab);
    assert(attribute !== undefined);
    lab.now += 5000;
    lab.model.editAttribute(attribute, { comment: "Seen again", type: "text", value: "changed" });
    lab.model.publish(attribute.eventId);
    const { documents } = await lab.json("sync-attributes");
    assertEquals(numberAt(documents, "updated"), 1);
    const found = (await lab.documents(lab.names.latest)).get(`lab:${attribute.uuid}`);
    assertEquals(textAt(found, "misp", "attribute", "value"), "changed");
  }],
  ["sync-attributes follows deletions, of an attribute and of an event", async (lab) => {
    const attribute = visible(lab);
    const event = lab.model.events.find(({ id, published }) =>
      published && id !== attribute?.eventId
    );
    assert(attribute !== undefined && event !== undefined);
    lab.now += 5000;
    lab.model.softDeleteAttribute(attribute);
    lab.model.publish(attribute.eventId);
    lab.model.deleteEvent(event);
    await lab.json("sync-attributes", "--max-delete", "100%");
    await lab.assertInStep();
  }],
  ["sync-events appends each revision, and a second run adds nothing", async (lab) => {
    const { documents } = await lab.json("sync-events");
    const created = numberAt(documents, "created") ?? 0;
    assertGreater(created, 0);
    assertEquals((await lab.documents(lab.names.journal)).size, created);
    assertEquals(numberAt(await lab.json("sync-events"), "documents", "created"), 0);
    const again = await lab.json("sync-events", "--full");
    assertEquals(numberAt(again, "documents", "created"), 0);
  }],
  ["sync-events tells what was deleted", async (lab) => {
    const event = lab.model.events.find(({ published }) => published);
    assert(event !== undefined);
    const attributes = event.attributes.length;
    lab.model.deleteEvent(event);
    await lab.json("sync-events", "--max-delete", "100%");
    const told = [...(await lab.documents(lab.names.journal)).values()].filter((source) =>
      at(source, "event", "type", 0) === "deletion" &&
      textAt(source, "misp", "event", "uuid") === event.uuid
    );
    assertGreater(told.length, 0);
    assert(told.length <= 2 * attributes);
  }],
  ["expire removes what has ended and what is gone from MISP", async (lab) => {
    const before = (await lab.documents(lab.names.latest)).size;
    lab.now += 60 * DAY;
    await lab.json("expire", "--max-delete", "100%");
    const left = await lab.documents(lab.names.latest);
    assertNotEquals(left.size, before);
    for (const source of left.values()) {
      const end = Date.parse(textAt(source, "misp", "attribute", "decayed_at") ?? "");
      assertGreater(end, lab.now);
    }
  }],
  ["status tells of every run", async (lab) => {
    const report = JSON.stringify(await lab.json("status"));
    for (const command of ["sync-attributes", "sync-events", "expire"]) {
      assert(report.includes(`"${command}"`), report);
    }
  }],
  ["install-assets finds everything as it should be", assertUnchanged],
  ["install-assets --uninstall keeps data, and --with-data leaves nothing", async (lab) => {
    const careful = await lab.json("install-assets", "--uninstall", "--yes");
    assertGreater(listAt(careful, "removals").length, 0);
    assertGreater((await lab.documents(lab.names.journal)).size, 0);
    await lab.json("install-assets", "--uninstall", "--with-data", "--yes");
    const { removals } = await lab.json(
      "install-assets",
      "--uninstall",
      "--with-data",
      "--dry-run",
    );
    const left = listAt(removals).map((each) => textAt(each, "kind"));
    const stuck = JSON.stringify(removals).includes("lacks the API that removes data streams");
    assert(left.length === 0 || stuck, JSON.stringify(removals));
  }],
];

/** An attribute whose indicator is there. */
function visible(lab: EngineLab, type?: string) {
  const wanted = new Set(lab.wanted());
  return lab.model.attributes.find((attribute) =>
    wanted.has(`lab:${attribute.uuid}`) && attribute.objectId === 0 &&
    (type === undefined || attribute.type === type)
  );
}

async function actions(lab: EngineLab, ...args: readonly string[]): Promise<readonly string[]> {
  const { assets } = await lab.json("install-assets", ...args);
  return listAt(assets).map((asset) => textAt(asset, "action") ?? "");
}

async function assertUnchanged(lab: EngineLab): Promise<void> {
  const found = await actions(lab);
  const fine = ["unchanged", "unavailable"];
  assert(found.length > 0 && found.every((action) => fine.includes(action)), `${found}`);
  assertEquals((await lab.run("install-assets", "--diff")).code, 0);
}

/** Registers the suite for one engine; it is ignored where the engine cannot be had. */
export async function engineSuite({ title, printedRoles, ...options }: SuiteOptions) {
  const engine = await startElasticsearch(options);
  Deno.test({
    name: `Every command on ${title}`,
    ignore: engine.url === undefined,
    async fn(test) {
      if (engine.url === undefined) return;
      await runSuite(engine, test, printedRoles === true);
    },
  });
}

async function runSuite(engine: RunningEngine, test: Deno.TestContext, printedRoles: boolean) {
  await using lab = await EngineLab.start(engine);
  if (printedRoles) {
    for (const [command, role] of Object.entries(await lab.printedRoles())) {
      await lab.useKey(command, role);
    }
  }
  for (const [name, work] of STEPS) {
    if (!await test.step(name, () => work(lab))) return;
  }
}
