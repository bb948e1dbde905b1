/** `expire` and MISP: what is gone there, what happens when it is down or empty. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { stall } from "../support/fake_misp/faults.ts";
import { engineTest } from "./engine_test_case.ts";
import { Lab } from "./lab.ts";

import { expire, ids, waitUntilEnded } from "./expire_lab.ts";

engineTest(
  "expire removes what MISP no longer has, and nothing that it still has",
  async (engine) => {
    await using lab = await Lab.start({ engine });
    await lab.sync();
    const gone = lab.model.store.events.find((event) => event.published);
    assert(gone !== undefined);
    lab.model.deleteEvent(gone);
    const { exit_code, events } = await expire(lab, "--max-delete", "100%");
    assertEquals([exit_code, events["listed"], events["gone"]], [0, lab.model.events.length, 1]);
    await lab.assertInStep();
  },
);

engineTest("expire does its own part when MISP is down, and says so (exit 3)", async (engine) => {
  await using lab = await Lab.start({ engine });
  await lab.sync();
  const left = await waitUntilEnded(lab, 0.2);
  lab.misp.fault = stall();
  const { code, stdout } = await lab.run(["expire", "--json"], {
    TI_MISP_MISP_TIMEOUT: "1s",
    MISP_URL: "http://127.0.0.1:9",
    TI_MISP_RUN_MAX_DURATION: "20s",
  });
  const summary = JSON.parse(stdout);
  assertEquals([code, summary.outcome], [3, "partial"]);
  assertStringIncludes(summary.error, "127.0.0.1:9");
  assertEquals(await ids(lab), left);
});

engineTest("expire believes no empty list of events", async (engine) => {
  await using lab = await Lab.start({ engine });
  await lab.sync();
  const before = await ids(lab);
  for (const event of [...lab.model.store.events]) lab.model.deleteEvent(event);
  const { exit_code, outcome } = await expire(lab);
  assertEquals([exit_code, outcome], [7, "safety_stop"]);
  assertEquals(await ids(lab), before);
});

engineTest("expire of an empty index has nothing to do", async (engine) => {
  await using lab = await Lab.start({ engine });
  const { exit_code, documents, expiries } = await expire(lab);
  assertEquals([exit_code, documents["deleted"], expiries.due], [0, 0, 0]);
});

engineTest(
  "sync-attributes removes at its end what has ended, unless told --no-expire",
  async (engine) => {
    await using lab = await Lab.start({ engine });
    await lab.sync();
    const before = await ids(lab);
    const left = await waitUntilEnded(lab, 0.2);
    assertEquals((await lab.sync("--no-expire")).documents["deleted"], 0);
    assertEquals(await ids(lab), before);
    const { documents } = await lab.sync();
    assertEquals(documents["deleted"], before.length - left.length);
    assertEquals(await ids(lab), left);
  },
);
