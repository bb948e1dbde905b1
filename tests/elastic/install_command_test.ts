/** The command as it is typed: what it prints, what it asks, and with which code it ends. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { EXIT } from "../../lib/cli/exit.ts";
import { type JsonObject, listAt, objectAt, textAt } from "../../lib/elastic/json.ts";
import { isChange, planInstall } from "../../lib/elastic/install_plan.ts";
import { runInProcess } from "../e2e/in_process.ts";
import { type Cluster, clusterTest } from "./support/cluster.ts";
import { targetOf } from "./support/install.ts";

async function run(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  return await runInProcess(["install-assets", ...args], { env });
}

function envOf({ url, names }: Cluster): Readonly<Record<string, string>> {
  return { ELASTICSEARCH_URL: url, TI_MISP_ELASTICSEARCH_NAMESPACE: names.namespace };
}

async function send({ client }: Cluster, request: JsonObject, body: JsonObject): Promise<void> {
  const method = textAt(request, "method") === "POST" ? "POST" : "PUT";
  await client.ask({ method, path: textAt(request, "path") ?? "", body });
}

clusterTest("--diff exits with 1 while something differs, and prints what", async (cluster) => {
  const env = envOf(cluster);
  const before = await run(["--diff"], env);
  assertEquals(before.code, 1);
  assertStringIncludes(before.stdout, `+++ index "${cluster.names.latest}"`);
  assertEquals((await run([], env)).code, EXIT.done);
  assertEquals(await run(["--diff"], env), { code: EXIT.done, stdout: "", stderr: "" });
});

clusterTest("--dry-run changes nothing and exits with 0", async (cluster) => {
  const { code, stdout } = await run(["--dry-run"], envOf(cluster));
  assertEquals(code, EXIT.done);
  assertStringIncludes(stdout, "to be changed; nothing was done");
  assert((await planInstall(targetOf(cluster))).some(isChange));
});

clusterTest("--print=- gives every request, and they are all it takes", async (cluster) => {
  const { code, stdout } = await run(["--print=-"], envOf(cluster));
  assertEquals(code, EXIT.done);
  for (const request of JSON.parse(stdout)) await send(cluster, request, objectAt(request, "body"));
  assertEquals((await planInstall(targetOf(cluster))).filter(isChange), []);
});

clusterTest("--print DIR writes a file for each body, and a list of requests", async (cluster) => {
  const directory = await Deno.makeTempDir({ prefix: "ti-misp-" });
  try {
    const { code, stdout } = await run(["--print", `${directory}/assets`], envOf(cluster));
    assertEquals([code, stdout], [EXIT.done, ""]);
    const read = async (file: string) =>
      JSON.parse(await Deno.readTextFile(`${directory}/assets/${file}`));
    for (const request of listAt(await read("requests.json"))) {
      await send(cluster, objectAt(request), await read(textAt(request, "file") ?? ""));
    }
    assertEquals((await planInstall(targetOf(cluster))).filter(isChange), []);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});

clusterTest("--uninstall does nothing without --yes where nobody can be asked", async (cluster) => {
  const env = envOf(cluster);
  await run([], env);
  const refused = await run(["--uninstall", "--with-data"], env);
  assertEquals(refused.code, EXIT.usage);
  assertStringIncludes(refused.stderr, "--yes");
  assertEquals((await planInstall(targetOf(cluster))).filter(isChange), []);
  const removed = await run(["--uninstall", "--with-data", "--yes"], env);
  assertEquals(removed.code, EXIT.done);
  assertStringIncludes(removed.stdout, `remove index "${cluster.names.latest}" (documents: 0)`);
  assertEquals((await run(["--uninstall", "--yes"], env)).stdout, "Nothing is installed\n");
});

Deno.test("--print --for asks no server", async () => {
  for (const engine of ["elasticsearch", "serverless", "opensearch"]) {
    const { code, stdout } = await run(["--print=-", "--for", engine]);
    assertEquals(code, EXIT.done);
    const paths = JSON.parse(stdout).map((request: JsonObject) => request["path"]);
    assert(paths.includes("/ti-misp-state-default"), stdout);
    assertEquals(
      paths.includes("/_ilm/policy/ti-misp-journal-default"),
      engine === "elasticsearch",
    );
    assertEquals(
      paths.includes("/_plugins/_ism/policies/ti-misp-journal-default"),
      engine === "opensearch",
    );
  }
});

Deno.test("--print starts a transform after it has made it", async () => {
  const env = { TI_MISP_ELASTICSEARCH_LATEST: "transform" };
  const { stdout } = await run(["--print=-", "--for", "elasticsearch"], env);
  const requests = JSON.parse(stdout).slice(-2)
    .map(({ method, path }: Record<string, string>) => `${method} ${path}`);
  assertEquals(requests, [
    "PUT /_transform/ti-misp-latest-default",
    "POST /_transform/ti-misp-latest-default/_start",
  ]);
});

Deno.test("--print-roles gives role descriptors for API keys without asking a server", async () => {
  const env = { TI_MISP_ELASTICSEARCH_NAMESPACE: "soc" };
  const { code, stdout } = await run(["--print-roles"], env);
  assertEquals(code, EXIT.done);
  const roles = JSON.parse(stdout);
  const commands = ["sync-attributes", "sync-events", "expire", "status", "install-assets"];
  assertEquals(Object.keys(roles), commands);
  for (const role of Object.values(roles)) {
    assertEquals(Object.keys(role ?? {}), ["cluster", "indices"]);
  }
  assert(!stdout.includes("default"), stdout);
  const serverless = await run(["--print-roles", "--for", "serverless"], env);
  assert(!serverless.stdout.includes("manage_ilm"));
});

Deno.test("install-assets refuses flags that do not go together", async () => {
  for (
    const [args, told] of [
      [["--diff", "--uninstall"], "--diff and --uninstall exclude each other"],
      [["--yes"], "--yes goes with --uninstall only"],
      [["--diff", "--with-data"], "--with-data goes with --uninstall only"],
      [["--for", "opensearch"], "--for goes with --print"],
      [["--print=-", "--for", "opensaerch"], 'did you mean "opensearch"'],
      [["--print-roles", "--for", "opensearch"], "see the README"],
    ] as const
  ) {
    const { code, stderr } = await run(args);
    assertEquals(code, EXIT.usage);
    assertStringIncludes(stderr, told);
  }
});
