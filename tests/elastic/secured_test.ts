/** A real server with TLS and API keys. */
import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { RequestError } from "../../lib/errors.ts";
import { createBulkWriter } from "../../lib/elastic/bulk.ts";
import { bulkItem } from "../../lib/elastic/bulk_batch.ts";
import { connectElastic } from "../../lib/elastic/client.ts";
import { type JsonObject, textAt } from "../../lib/elastic/json.ts";
import type { ElasticAuth, ElasticSettings } from "../../lib/elastic/settings.ts";
import { startElasticsearch } from "../support/engine.ts";
import { testContext, testSettings } from "./support/context.ts";

const engine = await startElasticsearch({ tls: true });
const certificateAuthority = engine.url === undefined || engine.caFile === undefined
  ? undefined
  : await Deno.readTextFile(engine.caFile);

function settings(auth: ElasticAuth): ElasticSettings {
  return testSettings(engine.url ?? "", { auth, certificateAuthority });
}

function secret(text: string) {
  return { reveal: () => text };
}

function superuser(): ElasticAuth {
  if (engine.url === undefined) return { kind: "none" };
  const { username = "", password = "" } = engine;
  return { kind: "basic", username, password: secret(password) };
}

/** An API key with these privileges on one index, in the form that the API calls `encoded`. */
async function apiKey(index: string, privileges: string[]): Promise<ElasticAuth> {
  await using client = await connectElastic(settings(superuser()), testContext());
  const body: JsonObject = {
    name: `ti-misp-test-${index}`,
    expiration: "1h",
    role_descriptors: {
      test: { cluster: ["monitor"], indices: [{ names: [index], privileges }] },
    },
  };
  const answer = await client.ask({ method: "POST", path: "/_security/api_key", body });
  const key = textAt(answer, "encoded") ?? "";
  return { kind: "api_key", apiKey: secret(key) };
}

function securedTest(name: string, body: (index: string) => Promise<void>): void {
  Deno.test({
    name,
    ignore: engine.url === undefined,
    async fn() {
      const index = `ti-misp-secured-${crypto.randomUUID()}`;
      await using client = await connectElastic(settings(superuser()), testContext());
      await client.ask({ method: "PUT", path: `/${index}` });
      try {
        await body(index);
      } finally {
        await client.ask({ method: "DELETE", path: `/${index}` });
      }
    },
  });
}

securedTest("write() works with an API key over TLS", async (index) => {
  const context = testContext();
  const auth = await apiKey(index, ["index", "delete"]);
  await using client = await connectElastic(settings(auth), context);
  const tally = await createBulkWriter(client, context).write(index, [
    bulkItem("index", "a", "{}"),
    bulkItem("delete", "b"),
  ]);
  assertEquals([tally.acknowledged, tally.skipped.length], [1, 1]);
});

securedTest("write() names the privilege that an API key lacks", async (index) => {
  const context = testContext();
  const auth = await apiKey(index, ["read"]);
  await using client = await connectElastic(settings(auth), context);
  const writer = createBulkWriter(client, context);
  const error = await assertRejects(
    () => writer.write(index, [bulkItem("index", "a", "{}")]),
    RequestError,
  );
  assertEquals(error.kind, "unauthorised");
  assertStringIncludes(error.message, "security_exception");
  assertStringIncludes(error.message, "write");
});

securedTest("request() names the privilege that an API key lacks", async (index) => {
  const auth = await apiKey(index, ["read"]);
  await using client = await connectElastic(settings(auth), testContext());
  const error = await assertRejects(
    () => client.request({ method: "DELETE", path: `/${index}` }),
    RequestError,
  );
  assertEquals([error.kind, error.status], ["unauthorised", 403]);
  assertStringIncludes(error.message, "delete_index");
});

securedTest("connectElastic() tells a wrong key from a missing one", async () => {
  const wrong: ElasticAuth = { kind: "api_key", apiKey: secret("aWQ6a2V5") };
  for (const auth of [wrong, { kind: "none" } as const]) {
    const error = await assertRejects(
      () => connectElastic(settings(auth), testContext()),
      RequestError,
    );
    assertEquals([error.kind, error.status], ["unauthorised", 401]);
    assertStringIncludes(error.message, "elasticsearch.api_key");
  }
});
