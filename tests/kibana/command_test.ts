/** `install-assets` with a Kibana beside the server. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { runInProcess } from "../e2e/in_process.ts";
import { clusterTest } from "../elastic/support/cluster.ts";
import { FakeKibana } from "./fake_kibana.ts";

clusterTest(
  "install-assets brings Kibana's objects, tells them, and removes them",
  async ({ url, names }) => {
    await using kibana = new FakeKibana("soc");
    const run = (...args: readonly string[]) =>
      runInProcess(["install-assets", ...args], {
        env: {
          ELASTICSEARCH_URL: url,
          TI_MISP_ELASTICSEARCH_NAMESPACE: names.namespace,
          TI_MISP_KIBANA_URL: kibana.url,
          TI_MISP_KIBANA_SPACE: "soc",
          TI_MISP_KIBANA_API_KEY: "a2V5",
        },
      });
    const diff = await run("--diff");
    assertEquals(diff.code, 1);
    assertStringIncludes(diff.stdout, '+++ Kibana dashboard "ti-misp-overview"\n@@ create @@');
    assertEquals(kibana.objects.size, 0);
    const made = await run();
    assertEquals(made.code, 0, made.stderr);
    assertStringIncludes(made.stdout, 'create      Kibana rule "ti-misp-ip"');
    assertEquals((await run("--diff")).code, 0);
    assertStringIncludes((await run()).stdout, "Everything is as it should be");
    assertEquals(kibana.requests.at(-1)?.headers.get("authorization"), "ApiKey a2V5");
    assertEquals((await run("--uninstall", "--with-data", "--yes")).code, 0);
    assertEquals([kibana.objects.size, kibana.rules.size], [0, 0]);
  },
);
