import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { RequestError } from "../../lib/errors.ts";
import { KibanaClient, type KibanaSettings } from "../../lib/kibana/client.ts";
import { applyKibana, planKibana, removeKibana } from "../../lib/kibana/install.ts";
import { testContext } from "../support/context.ts";
import { FakeKibana } from "./fake_kibana.ts";

function clientOf(kibana: FakeKibana, more: Partial<KibanaSettings> = {}): KibanaClient {
  return new KibanaClient(testContext(), {
    url: kibana.url,
    space: "default",
    authorization: "ApiKey c2VjcmV0",
    timeoutMs: 10_000,
    userAgent: "ti-misp/0",
    ...more,
  });
}

async function actions(client: KibanaClient): Promise<readonly string[]> {
  return (await planKibana(client)).map(({ action }) => action);
}

const ALL = 9;

Deno.test("applyKibana() brings data views, dashboard and rules, and the second time nothing", async () => {
  await using kibana = new FakeKibana();
  using client = clientOf(kibana);
  assertEquals(await actions(client), new Array(ALL).fill("create"));
  assertEquals(kibana.objects.size, 0);
  await applyKibana(client, await planKibana(client));
  assertEquals([...kibana.objects.keys()].toSorted(), [
    "dashboard/ti-misp-overview",
    "index-pattern/ti-misp-indicators",
    "index-pattern/ti-misp-indicators-whole",
  ]);
  assertEquals(kibana.rules.size, 6);
  assertEquals(await actions(client), new Array(ALL).fill("unchanged"));
  const before = kibana.requests.length;
  await applyKibana(client, await planKibana(client));
  assertEquals(kibana.requests.slice(before).filter(({ path }) => path.includes("_import")), []);
});

Deno.test("applyKibana() replaces an older dashboard and leaves a newer one", async () => {
  await using kibana = new FakeKibana();
  using client = clientOf(kibana);
  await applyKibana(client, await planKibana(client));
  const { attributes } = kibana.objects.get("dashboard/ti-misp-overview")!;
  attributes["description"] = "Made by ti-misp, version 0";
  assertEquals((await actions(client)).filter((action) => action !== "unchanged"), ["update"]);
  await applyKibana(client, await planKibana(client));
  assertEquals(await actions(client), new Array(ALL).fill("unchanged"));
  kibana.objects.get("dashboard/ti-misp-overview")!.attributes["description"] =
    "Made by ti-misp, version 99";
  assertEquals((await actions(client)).filter((action) => action !== "unchanged"), ["newer"]);
});

Deno.test("applyKibana() leaves a rule as its user has made it", async () => {
  await using kibana = new FakeKibana();
  using client = clientOf(kibana);
  kibana.rules.set("ti-misp-ip", { rule_id: "ti-misp-ip", enabled: true });
  const plan = await planKibana(client);
  assertEquals(plan.filter(({ action }) => action === "unchanged").map(({ title }) => title), [
    'Kibana rule "ti-misp-ip"',
  ]);
  await applyKibana(client, plan);
  assertEquals(kibana.rules.get("ti-misp-ip"), { rule_id: "ti-misp-ip", enabled: true });
  assertEquals(kibana.rules.get("ti-misp-url")?.["enabled"], false);
});

Deno.test("applyKibana() names the first object that Kibana does not take", async () => {
  await using kibana = new FakeKibana();
  using client = clientOf(kibana);
  kibana.importErrors = [{ id: "ti-misp-overview", error: { type: "unknown", message: "odd" } }];
  const error = await assertRejects(async () => applyKibana(client, await planKibana(client)));
  assertStringIncludes(String(error), "kibana-dashboard.ndjson");
  assertStringIncludes(String(error), "odd");
});

Deno.test("removeKibana() takes away what was brought, and nothing where there is nothing", async () => {
  await using kibana = new FakeKibana();
  using client = clientOf(kibana);
  await applyKibana(client, await planKibana(client));
  assertEquals((await removeKibana(client)).length, ALL);
  assertEquals([kibana.objects.size, kibana.rules.size], [0, 0]);
  assertEquals(await removeKibana(client), []);
});

Deno.test("KibanaClient goes to its space, with its key", async () => {
  await using kibana = new FakeKibana("soc");
  using client = clientOf(kibana, { space: "soc" });
  await applyKibana(client, await planKibana(client));
  assertEquals(await actions(client), new Array(ALL).fill("unchanged"));
  for (const { path, headers } of kibana.requests) {
    assert(path.startsWith("/s/soc/api/"), path);
    assertEquals(headers.get("authorization"), "ApiKey c2VjcmV0");
    assertEquals(headers.get("kbn-xsrf"), "ti-misp");
  }
});

Deno.test("KibanaClient tells what was answered, and never the key", async () => {
  await using kibana = new FakeKibana();
  using client = clientOf(kibana);
  for (
    const [status, kind, advice] of [
      [401, "unauthorised", "kibana.api_key"],
      [403, "unauthorised", "kibana.api_key"],
      [302, "refused", "302"],
      [503, "unavailable", "not ready"],
    ] as const
  ) {
    kibana.fault = () => Response.json({ message: "because" }, { status });
    const error = await assertRejects(() => planKibana(client), RequestError);
    assertEquals([error.kind, error.status], [kind, status]);
    assertStringIncludes(error.message, advice);
    assertStringIncludes(error.message, "because");
    assert(!error.message.includes("c2VjcmV0"));
  }
});

Deno.test("KibanaClient tells when nobody answers", async () => {
  const kibana = new FakeKibana();
  const { url } = kibana;
  await kibana[Symbol.asyncDispose]();
  using client = clientOf(kibana, { url });
  const error = await assertRejects(() => planKibana(client), RequestError);
  assertEquals(error.kind, "unavailable");
  assertStringIncludes(error.message, "kibana.url");
});
