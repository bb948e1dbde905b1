/** `documents.timestamp`: what `@timestamp` of a current indicator tells. */
import { assert, assertEquals } from "@std/assert";
import { engineTest } from "./engine_test_case.ts";
import { Lab } from "./lab.ts";

const CONFIRMED = { TI_MISP_DOCUMENTS_TIMESTAMP: "confirmed" };
const DAY = 86_400_000;

async function times(lab: Lab): Promise<ReadonlyMap<string, number>> {
  const documents = await lab.documents();
  return new Map(documents.map(({ _id, _source }) => {
    const source: Record<string, unknown> = { ..._source };
    return [_id, Date.parse(String(source["@timestamp"]))];
  }));
}

function oldest(of: ReadonlyMap<string, number>): number {
  return Math.min(...of.values());
}

engineTest(
  "sync-attributes renews @timestamp of what is older than a week, when told so",
  async (engine) => {
    await using lab = await Lab.start({ engine, events: 6, attributes: 15 });
    const sync = async (...args: readonly string[]) => {
      const { code, stderr } = await lab.run(["sync-attributes", ...args], CONFIRMED);
      assertEquals(code, 0, stderr);
      return await times(lab);
    };
    await lab.sync();
    const modified = await times(lab);
    assert(modified.size > 0);
    lab.now = Math.max(...modified.values()) + 8 * DAY;
    await lab.sync();
    assertEquals(await times(lab), modified, "not unless told so");
    const [event] = lab.model.store.events;
    assertEquals(await sync("--event", event?.uuid ?? ""), modified, "not by a part of the events");
    assertEquals(await sync("--dry-run"), modified);
    const renewed = await sync();
    assert(oldest(renewed) >= lab.now);
    await lab.assertInStep();
    lab.now += 6 * DAY;
    assertEquals(await sync(), renewed, "not again within a week");
    lab.now += 2 * DAY;
    assert(oldest(await sync()) >= lab.now);
  },
);
