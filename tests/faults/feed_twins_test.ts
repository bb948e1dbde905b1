/** A file of a feed that holds an attribute twice: two texts for one document. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { isObject, type JsonObject } from "../../lib/ecs/read.ts";
import { assertBalanced } from "./support/balance.ts";
import { assertSame } from "./support/contents.ts";
import { copyFeed, syncFeed } from "./support/feed.ts";
import { stageTest } from "./support/stage_test_case.ts";

const TWIN = "3555c40f-ce79-42e1-84fc-87c1864aa73e.json";

interface Lists {
  readonly Attribute: JsonObject[];
  readonly Object: { readonly Attribute: JsonObject[] }[];
}

const TWINS: Readonly<Record<string, (lists: Lists, attribute: JsonObject) => void>> = {
  "twice": ({ Attribute }, attribute) => Attribute.push({ ...attribute, value: "twin.example" }),
  "twice, once in capitals": ({ Attribute }, attribute) =>
    Attribute.push({ ...attribute, uuid: String(attribute["uuid"]).toUpperCase() }),
  "by itself and in an object": ({ Object: objects }, attribute) =>
    objects.push({ Attribute: [{ ...attribute }] }),
};

function withTwin(root: unknown, twin: (lists: Lists, attribute: JsonObject) => void): unknown {
  const event = isObject(root) ? root["Event"] : undefined;
  if (!isObject(event)) throw new TypeError("The fixture holds no event");
  const { Attribute: attributes = [], Object: objects = [] } = event;
  const lists = { Attribute: [attributes].flat(), Object: [objects].flat() } as unknown as Lists;
  const [first] = lists.Attribute;
  assert(first !== undefined);
  twin(lists, first);
  return { Event: { ...event, ...lists } };
}

for (const [what, twin] of Object.entries(TWINS)) {
  stageTest(
    `sync-attributes takes no event of a feed with an attribute ${what}`,
    (stage) =>
      stage.withFreshTrial(async (trial) => {
        await copyFeed(trial);
        assertEquals((await syncFeed(trial)).code, 0);
        const before = await trial.contents();
        await copyFeed(trial, (root, name) => name === TWIN ? withTwin(root, twin) : root);
        const run = await syncFeed(trial, "--full");
        assertEquals([run.code, run.summary.events["failed"]], [3, 1], run.stderr);
        assertMatch(run.stderr, /twice/);
        assertBalanced(run.summary, 3);
        assertSame(await trial.contents(), before, "nothing is lost or changed");
        await copyFeed(trial);
        const clean = await syncFeed(trial);
        assertEquals(clean.code, 0, clean.stderr);
        assertSame(await trial.contents(), before, "after a clean run");
      }),
  );
}
