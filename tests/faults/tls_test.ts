/** Certificates, of both ends: verified unless somebody says otherwise, and never by accident. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { type Certificates, makeCertificates, makeSelfSigned } from "../support/certificates.ts";
import { assertBalanced } from "./support/balance.ts";
import { ForwardProxy } from "./support/forward_proxy.ts";
import { Gate } from "./support/gate.ts";
import { stageTest } from "./support/stage_test_case.ts";
import type { Run, Trial } from "./support/trial.ts";

/** Which end's settings are as they should be. */
type End = "MISP" | "ELASTICSEARCH";
const ENDS: readonly End[] = ["MISP", "ELASTICSEARCH"];

function trust(certificates: Certificates, ends: readonly End[]): Record<string, string> {
  return Object.fromEntries(
    ends.map((end) => [`TI_MISP_${end}_CA_FILE`, certificates.ca.certFile]),
  );
}

function identify({ client }: Certificates, ends: readonly End[]): Record<string, string> {
  return Object.fromEntries(ends.flatMap((end) => [
    [`TI_MISP_${end}_CLIENT_CERTIFICATE_FILE`, client.certFile],
    [`TI_MISP_${end}_CLIENT_KEY_FILE`, client.keyFile],
  ]));
}

function tlsTest(
  name: string,
  asksForCertificate: boolean,
  work: (trial: Trial, certificates: Certificates) => Promise<void>,
): void {
  stageTest(name, async (stage) => {
    await using certificates = await makeCertificates();
    const { server, ca } = certificates;
    const tls = {
      cert: server.cert,
      key: server.key,
      ...(asksForCertificate ? { ca: ca.cert } : {}),
    };
    await stage.withFreshTrial((trial) => work(trial, certificates), { tls });
  });
}

function selfSignedTest(
  name: string,
  work: (trial: Trial, certFile: string) => Promise<void>,
): void {
  stageTest(name, async (stage) => {
    await using alone = await makeSelfSigned();
    const { cert, key, certFile } = alone;
    await stage.withFreshTrial((trial) => work(trial, certFile), { tls: { cert, key } });
  });
}

/** Nothing was sent to who could not prove who he is: not even the key. */
async function assertRefused(trial: Trial, run: Run, end: End, says: RegExp): Promise<void> {
  assert([1, 5].includes(run.code), `exit ${run.code}`);
  assertBalanced(run.summary, run.code);
  assertMatch(run.summary.error ?? "", says);
  const seen = end === "MISP" ? trial.misp.requests.entries : trial.elastic.requests;
  assertEquals(seen.length, 0);
  assertEquals((await trial.contents()).size, 0);
}

const other = (end: End): readonly End[] => ENDS.filter((each) => each !== end);
const SHORT = { TI_MISP_RUN_MAX_DURATION: "4s" };

tlsTest(
  "sync-attributes trusts the authorities it is given, for either end",
  false,
  async (trial, certificates) => {
    const run = await trial.sync([], trust(certificates, ENDS));
    assertEquals(run.code, 0, run.stderr);
    assert((await trial.contents()).size > 300);
  },
);

tlsTest(
  "sync-attributes trusts for Elasticsearch what NODE_EXTRA_CA_CERTS names, too",
  false,
  async (trial, certificates) => {
    const env = {
      ...trust(certificates, ["MISP"]),
      NODE_EXTRA_CA_CERTS: certificates.ca.certFile,
    };
    const run = await trial.sync([], env);
    assertEquals(run.code, 0, run.stderr);
    assert((await trial.contents()).size > 300);
    await using proxy = await ForwardProxy.start();
    const TI_MISP_ELASTICSEARCH_PROXY = `http://127.0.0.1:${proxy.port}`;
    const again = await trial.sync([], { ...env, TI_MISP_ELASTICSEARCH_PROXY });
    assertEquals(again.code, 0, again.stderr);
    assert(proxy.seen.length > 0);
  },
);

for (const end of ENDS) {
  tlsTest(
    `sync-attributes talks to no ${end} whose certificate it cannot verify`,
    false,
    async (trial, certificates) => {
      const run = await trial.sync([], { ...SHORT, ...trust(certificates, other(end)) });
      await assertRefused(trial, run, end, /ca_file/);
    },
  );

  selfSignedTest(
    `sync-attributes talks to no ${end} that has signed its certificate itself`,
    async (trial, certFile) => {
      const files = Object.fromEntries(
        other(end).map((each) => [`TI_MISP_${each}_CA_FILE`, certFile]),
      );
      const run = await trial.sync([], { ...SHORT, ...files });
      await assertRefused(trial, run, end, /ca_file/);
    },
  );

  tlsTest(
    `sync-attributes talks to no ${end} by another name than its certificate's`,
    false,
    async (trial, certificates) => {
      const port = end === "MISP" ? trial.mispGate.port : trial.elasticGate.port;
      await using elsewhere = new Gate(port, 0, "127.0.0.2");
      const url = elsewhere.url.replace("http:", "https:");
      const run = await trial.sync([], {
        ...SHORT,
        ...trust(certificates, ENDS),
        [`${end}_URL`]: url,
      });
      await assertRefused(trial, run, end, /certificate|name/i);
    },
  );

  tlsTest(
    `sync-attributes shows ${end} its certificate, and is let in`,
    true,
    async (trial, certificates) => {
      const env = { ...SHORT, ...trust(certificates, ENDS) };
      const without = await trial.sync([], { ...env, ...identify(certificates, other(end)) });
      await assertRefused(trial, without, end, /certificate|alert|closed|lost|error sending/i);
      const run = await trial.sync([], { ...env, ...identify(certificates, ENDS) });
      assertEquals(run.code, 0, run.stderr);
    },
  );

  tlsTest(
    `sync-attributes skips verification of ${end} only when told, and says so`,
    false,
    async (trial, certificates) => {
      const skip = `TI_MISP_${end}_INSECURE_SKIP_TLS_VERIFICATION`;
      const run = await trial.sync([], { ...trust(certificates, other(end)), [skip]: "true" });
      assertEquals(run.code, 0, run.stderr);
      assertMatch(run.stderr, /warn .*insecure_skip_tls_verification/);
    },
  );
}
