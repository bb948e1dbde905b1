import { assert, assertEquals, assertMatch } from "@std/assert";
import { check, levels, textOf } from "./check_lab.ts";
import { engineTest } from "./engine_test_case.ts";
import { Lab } from "./lab.ts";

engineTest("check finds an Elasticsearch in order after install-assets", async (engine) => {
  await using lab = await Lab.start({ engine });
  const checked = await check(lab.env);
  const { Reachable, Assets, State } = levels(checked, "Elasticsearch");
  assertEquals([checked.code, Reachable, Assets, State], [0, "ok", "ok", "ok"]);
  assertMatch(textOf(checked, "Reachable"), /(Elasticsearch|OpenSearch) [\d.]+ at http/);
  await lab.sync();
  assertMatch(textOf(await check(lab.env), "State"), /^last run: sync-attributes of lab, ended /);
});

engineTest("check without assets exits 1 and says which command to run", async (engine) => {
  await using lab = await Lab.start({ engine });
  await lab.request("DELETE", `/${lab.stateIndex}`);
  const checked = await check(lab.env);
  assertEquals(checked.code, 1);
  const { Assets, State, Events } = {
    ...levels(checked, "Elasticsearch"),
    ...levels(checked, "MISP"),
  };
  assertEquals([Assets, State, Events], ["error", "error", "ok"]);
  assertMatch(textOf(checked, "Assets"), /run ti-misp install-assets/);
  await lab.run(["install-assets"]);
});

engineTest(
  "check tells a writer that is not ti-misp, such as Elastic's integration",
  async (engine) => {
    await using lab = await Lab.start({ engine });
    const foreign = `logs-ti_misp_latest.dest_threat_attributes-foreign_${lab.namespace}`;
    await lab.request("PUT", `/${foreign}`, {
      aliases: { "logs-ti_misp_latest.threat_attributes": {} },
    });
    try {
      await lab.request("POST", `/${foreign}/_doc?refresh=true`, {
        threat: { feed: { name: "MISP" } },
      });
      await lab.sync();
      const checked = await check(lab.env);
      assertEquals(checked.code, 0);
      const told = checked.findings.filter(({ name, text }) =>
        name === "Other writers" && text.includes(foreign)
      );
      assertEquals(told.map(({ level }) => level), ["warning"]);
      assertMatch(told[0]?.text ?? "", /^1 documents .* which the alias .* shows as well/);
      assert(!textOf(checked, "Other writers").includes(`"${lab.index}"`));
    } finally {
      await lab.request("DELETE", `/${foreign}`);
    }
  },
);
