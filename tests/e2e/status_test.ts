import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { onPath, reset } from "../support/fake_misp/faults.ts";
import { engineTest } from "./engine_test_case.ts";
import { Lab } from "./lab.ts";

interface Count {
  readonly name: string;
  readonly count: number;
}

async function statusOf(lab: Lab, env: Readonly<Record<string, string>> = {}) {
  const { code, stdout, stderr } = await lab.run(["status", "--json"], env);
  assertEquals(code, 0, stderr);
  return JSON.parse(stdout);
}

function total(counts: { readonly values: readonly Count[]; readonly others: number }): number {
  return counts.values.reduce((sum, { count }) => sum + count, counts.others);
}

engineTest(
  "status counts what is there, in as many ways as it can be looked at",
  async (engine) => {
    await using lab = await Lab.start({ engine });
    await lab.sync();
    lab.now += 60_000;
    await lab.run(["expire", "--quiet"]);
    const status = await statusOf(lab);
    const { documents, expiries, ledger, runs } = status;
    const wanted = lab.wanted().length;
    assertEquals([status.schema_version, status.namespace, documents.total], [
      1,
      lab.namespace,
      wanted,
    ]);
    for (const by of ["by_type", "by_tlp", "by_organisation", "by_instance"]) {
      assertEquals(total(documents[by]), wanted, by);
    }
    assertEquals(total({ values: documents.by_age, others: 0 }), wanted);
    assertEquals(documents.by_instance.values, [{ name: "lab", count: wanted }]);
    assertEquals(Object.keys(expiries.next), ["1h", "1d", "7d", "30d"]);
    assert(expiries.next["7d"] <= expiries.next["30d"]);
    assertEquals(expiries.by_day.length, 31);
    const events = lab.model.store.events.filter(({ published }) => published).length;
    assertEquals(ledger, [{ command: "sync-attributes", instance: "lab", events }]);
    assertEquals(
      runs.map(({ command, shard, outcome }: Record<string, unknown>) => [command, shard, outcome]),
      [["expire", "1/1", "done"], ["sync-attributes", "1/1", "done"]],
    );
    assertEquals(runs[1].written, wanted);
  },
);

engineTest(
  "status tells how far MISP is ahead, and none when all of it is here",
  async (engine) => {
    await using lab = await Lab.start({ engine });
    const [event] = lab.model.events;
    assert(event !== undefined);
    assertMatch((await statusOf(lab)).lag.reason, /nothing was reconciled yet/);
    await lab.sync();
    assertEquals((await statusOf(lab)).lag.seconds, 0);
    lab.now += 3_600_000;
    lab.model.editEvent(event);
    lab.model.publish(event);
    const { lag } = await statusOf(lab);
    assert(lag.seconds > 3500 && lag.seconds <= 3600, String(lag.seconds));
    await lab.sync();
    assertEquals((await statusOf(lab)).lag.seconds, 0);
  },
);

engineTest("status does without MISP, and says so", async (engine) => {
  await using lab = await Lab.start({ engine });
  await lab.sync();
  const none = await statusOf(lab, { MISP_URL: "" });
  assertEquals(none.lag, { state: "unknown", reason: "MISP is not configured" });
  lab.misp.fault = onPath("/events/index", reset());
  const away = await statusOf(lab);
  assertEquals([away.lag.state, away.documents.total], ["unknown", none.documents.total]);
});

engineTest("status writes one page, into a file or to stdout", async (engine) => {
  await using lab = await Lab.start({ engine });
  await lab.sync();
  const file = `${lab.directory}/status.html`;
  const { code, stdout } = await lab.run(["status", "--html", file]);
  assertEquals(code, 0);
  assertMatch(stdout, /^ti-misp status of namespace /);
  const page = await Deno.readTextFile(file);
  assertMatch(page, /^<!DOCTYPE html>\n[^]*<\/html>\s*$/);
  assertEquals((await lab.run(["status", "--html", file, "--quiet"])).stdout, "");
  const printed = await lab.run(["status", "--html=-"]);
  assertMatch(printed.stdout, /^<!DOCTYPE html>/);
  const both = await lab.run(["status", "--html=-", "--json"]);
  assertEquals(both.code, 2);
});

engineTest("status shows tables for people", async (engine) => {
  await using lab = await Lab.start({ engine });
  await lab.sync();
  lab.now += 120_000;
  const { stdout } = await lab.run(["status"]);
  for (const text of ["Last runs", "Events in the ledger", "By type", "By TLP", "Ending", "Lag"]) {
    assertStringIncludes(stdout, `\n${text}\n`);
  }
  assertMatch(stdout, /sync-attributes +lab +1\/1 +[\d-]{10} [\d:]{8} UTC \(1 minute ago\) +done/);
  assert(!stdout.includes("\x1b"));
});

engineTest("status without assets says which command to run", async (engine) => {
  await using lab = await Lab.start({ engine });
  const { code, stderr } = await lab.run(["status"], {
    TI_MISP_ELASTICSEARCH_NAMESPACE: `${lab.namespace}_other`,
  });
  assertEquals(code, 1);
  assertStringIncludes(stderr, "run ti-misp install-assets");
});
