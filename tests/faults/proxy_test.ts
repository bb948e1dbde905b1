/** Proxies on the way to either end, with and without a password. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { makeCertificates } from "../support/certificates.ts";
import { assertBalanced } from "./support/balance.ts";
import { assertSame } from "./support/contents.ts";
import { stalledAnswer } from "./support/elastic_faults.ts";
import { ForwardProxy } from "./support/forward_proxy.ts";
import { CANARIES } from "./support/secrets.ts";
import { stageTest } from "./support/stage_test_case.ts";

const USER = `proxy-user:${CANARIES.proxyPassword}`;

function settings(misp: string, elasticsearch: string): Record<string, string> {
  return { TI_MISP_MISP_PROXY: misp, TI_MISP_ELASTICSEARCH_PROXY: elasticsearch };
}

for (const credentials of [undefined, USER]) {
  const how = credentials === undefined ? "without a password" : "with one, which goes no further";
  stageTest(
    `sync-attributes reaches both ends through proxies ${how}`,
    (stage) =>
      stage.withTrial(async (trial) => {
        await using misp = await ForwardProxy.start(credentials);
        await using elastic = await ForwardProxy.start(credentials);
        const at = credentials === undefined ? "" : `${credentials}@`;
        const env = settings(
          `http://${at}127.0.0.1:${misp.port}`,
          `http://${at}127.0.0.1:${elastic.port}`,
        );
        const run = await trial.sync([], env);
        assertEquals(run.code, 0, run.stderr);
        assertBalanced(run.summary, 0);
        assertSame(await trial.contents(), stage.after, "through proxies");
        assert(misp.seen.length > 0 && elastic.seen.length > 0, "each has its own way");
        const headers = [
          ...trial.misp.requests.entries.map((entry) => entry.headers.get("proxy-authorization")),
          ...trial.elastic.requests.map((request) => request.headers["proxy-authorization"]),
        ];
        assertEquals(headers.filter((header) => header), []);
      }),
  );
}

stageTest(
  "sync-attributes does not wait for ever for an answer that stops behind a proxy",
  (stage) =>
    stage.withTrial(async (trial) => {
      await using proxy = await ForwardProxy.start();
      let writes = 0;
      trial.elastic.fault = (request, forward) =>
        request.path.endsWith("/_bulk") && ++writes === 2
          ? stalledAnswer(request, forward)
          : undefined;
      const run = await trial.sync([], {
        TI_MISP_ELASTICSEARCH_PROXY: `http://127.0.0.1:${proxy.port}`,
        TI_MISP_ELASTICSEARCH_TIMEOUT: "1s",
      });
      assertEquals(run.code, 0, run.stderr);
      assertBalanced(run.summary, 0);
      assertSame(await trial.contents(), stage.after, "behind a proxy");
    }),
);

for (const end of ["MISP", "ELASTICSEARCH"] as const) {
  stageTest(
    `sync-attributes says that the proxy before ${end} wants another password (exit 4)`,
    (stage) =>
      stage.withTrial(async (trial) => {
        await using proxy = await ForwardProxy.start("proxy-user:another");
        const run = await trial.sync([], {
          [`TI_MISP_${end}_PROXY`]: `http://${USER}@127.0.0.1:${proxy.port}`,
          TI_MISP_RUN_MAX_DURATION: "4s",
        });
        assertEquals(run.code, 4, run.stderr);
        assertMatch(run.summary.error ?? "", new RegExp(`${end.toLowerCase()}.proxy`));
        assertSame(await trial.contents(), stage.before, "nothing was done");
      }),
  );
}

stageTest("sync-attributes says so of a tunnel, too", async (stage) => {
  await using certificates = await makeCertificates();
  const { cert, key } = certificates.server;
  await stage.withFreshTrial(async (trial) => {
    await using proxy = await ForwardProxy.start("proxy-user:another");
    const run = await trial.sync([], {
      TI_MISP_MISP_PROXY: `http://${USER}@127.0.0.1:${proxy.port}`,
      TI_MISP_MISP_CA_FILE: certificates.ca.certFile,
      TI_MISP_ELASTICSEARCH_CA_FILE: certificates.ca.certFile,
      TI_MISP_RUN_MAX_DURATION: "4s",
    });
    assertEquals(run.code, 4, run.stderr);
    assertMatch(run.summary.error ?? "", /misp\.proxy/);
  }, { tls: { cert, key } });
});

stageTest(
  "sync-attributes shows proxies nothing of what it says to https servers",
  async (stage) => {
    await using certificates = await makeCertificates();
    const { cert, key } = certificates.server;
    await stage.withFreshTrial(async (trial) => {
      await using proxy = await ForwardProxy.start(USER);
      const url = `http://${USER}@127.0.0.1:${proxy.port}`;
      const run = await trial.sync([], {
        ...settings(url, url),
        TI_MISP_MISP_CA_FILE: certificates.ca.certFile,
        TI_MISP_ELASTICSEARCH_CA_FILE: certificates.ca.certFile,
      });
      assertEquals(run.code, 0, run.stderr);
      assert(proxy.tunnelled.length > 10_000);
      assert(!/restSearch|_bulk|authorization/i.test(proxy.tunnelled));
      assertEquals(new Set(proxy.seen.map(({ target }) => target)).size, 2);
    }, { tls: { cert, key } });
  },
);
