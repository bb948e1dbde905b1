/** The key that docs/operations.md makes for scheduled runs, on a server with security. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { runInProcess } from "../e2e/in_process.ts";
import { startElasticsearch } from "../support/engine.ts";
import { PROJECT } from "../support/project.ts";
import { fencesOf } from "./support/markdown.ts";
import { generate } from "../support/fake_misp/generate.ts";
import { MispModel } from "../support/fake_misp/model.ts";
import { FakeMisp } from "../support/fake_misp/server.ts";

const engine = await startElasticsearch({ tls: true });

interface Lab {
  /** Runs ti-misp with a key, or as the administrator. */
  run(args: readonly string[], apiKey?: string): ReturnType<typeof runInProcess>;
  /** Sends the body to `POST /_security/api_key` and gives the key. */
  makeKey(body: unknown): Promise<string>;
}

async function withLab(work: (lab: Lab) => Promise<void>): Promise<void> {
  if (engine.url === undefined) return;
  const { url, caFile = "", username = "", password = "" } = engine;
  await using misp = await FakeMisp.start({ model: generated() });
  using client = Deno.createHttpClient({ caCerts: [await Deno.readTextFile(caFile)] });
  const env = {
    MISP_URL: misp.url,
    MISP_API_KEY: misp.key,
    ELASTICSEARCH_URL: url,
    TI_MISP_ELASTICSEARCH_CA_FILE: caFile,
    TI_MISP_ELASTICSEARCH_NAMESPACE: `key${Deno.pid}_${Date.now().toString(36)}`,
  };
  const administrator = { ELASTICSEARCH_USERNAME: username, ELASTICSEARCH_PASSWORD: password };
  const run: Lab["run"] = (args, apiKey) =>
    runInProcess(args, {
      env: {
        ...env,
        ...apiKey === undefined ? administrator : { ELASTICSEARCH_API_KEY: apiKey },
      },
    });
  try {
    await work({
      run,
      async makeKey(body) {
        const response = await fetch(`${url}/_security/api_key`, {
          method: "POST",
          client,
          headers: {
            "Content-Type": "application/json",
            "Authorization": `Basic ${btoa(`${username}:${password}`)}`,
          },
          body: JSON.stringify(body),
        });
        const { encoded } = await response.json();
        return String(encoded);
      },
    });
  } finally {
    await run(["install-assets", "--uninstall", "--with-data", "--yes"]);
  }
}

function generated(): MispModel {
  const model = new MispModel({ now: () => Math.floor(Date.now() / 1000) }, 7);
  generate(model, { events: 5, attributes: 10, old: 0 });
  return model;
}

Deno.test("docs/operations.md makes a key without the privileges of install-assets", async () => {
  const text = await Deno.readTextFile(`${PROJECT}/docs/operations.md`);
  const block = fencesOf(text).find(({ body }) => body.includes("role_descriptors"));
  assertStringIncludes(block?.body ?? "", 'role_descriptors: del(.["install-assets"])');
});

Deno.test({
  name:
    "that key is enough for check, sync-attributes, sync-events, expire and status, and no more",
  ignore: engine.url === undefined,
  fn: () =>
    withLab(async ({ run, makeKey }) => {
      assertEquals((await run(["install-assets"])).code, 0);
      const roles = JSON.parse(
        (await run(["install-assets", "--print-roles", "--for", "elasticsearch"])).stdout,
      );
      delete roles["install-assets"];
      const key = await makeKey({ name: "ti-misp", expiration: "1h", role_descriptors: roles });
      const check = JSON.parse((await run(["check", "--json"], key)).stdout);
      const found = check.findings.filter(({ section }: { section: string }) =>
        section === "Elasticsearch"
      );
      assertEquals(found.filter(({ level }: { level: string }) => level === "error"), []);
      for (const command of ["sync-attributes", "sync-events", "expire", "status"]) {
        const { code, stdout, stderr } = await run([command], key);
        assertEquals([command, code], [command, 0], stdout + stderr);
      }
      const refused = await run(["install-assets", "--uninstall", "--with-data", "--yes"], key);
      assert(refused.code !== 0, "a scheduled run may remove everything");
    }),
});
