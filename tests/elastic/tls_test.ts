import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { createServer } from "node:https";
import { RequestError } from "../../lib/errors.ts";
import { connectElastic } from "../../lib/elastic/client.ts";
import type { ElasticSettings } from "../../lib/elastic/settings.ts";
import { type Certificates, makeCertificates } from "../support/certificates.ts";
import { startConnectProxy } from "./support/connect_proxy.ts";
import { testContext, testSettings } from "./support/context.ts";
import { startFaultServer } from "./support/fault_server.ts";
import { PRODUCT, ROOT } from "./support/memory_bulk.ts";

const ONCE = { attempts: 1, firstPauseMs: 1, longestPauseMs: 1 };

async function name(url: string, more: Partial<ElasticSettings> = {}): Promise<string> {
  const settings = testSettings(url, { timeoutMs: 5000, retry: ONCE, ...more });
  await using client = await connectElastic(settings, testContext());
  return client.flavour.name;
}

function serve(certificates?: Certificates) {
  const tls = certificates === undefined
    ? {}
    : { cert: certificates.server.cert, key: certificates.server.key };
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {}, ...tls },
    () => Response.json(ROOT, { headers: PRODUCT }),
  );
  return { port: server.addr.port, [Symbol.asyncDispose]: () => server.shutdown() };
}

Deno.test("connectElastic() trusts the authority it is given, and no other", async () => {
  await using certificates = await makeCertificates();
  await using server = serve(certificates);
  const url = `https://localhost:${server.port}`;
  const certificateAuthority = certificates.ca.cert;
  assertEquals(await name(url, { certificateAuthority }), "Elasticsearch 9.4.3");
  assertEquals(await name(`https://127.0.0.1:${server.port}`, { certificateAuthority }), ROOT_NAME);
  const error = await assertRejects(() => name(url), RequestError);
  assertEquals(error.kind, "refused");
  assertStringIncludes(error.message, "set elasticsearch.ca_file");
});

const ROOT_NAME = `Elasticsearch ${ROOT.version.number}`;

Deno.test("connectElastic() leaves verification out only when told so", async () => {
  await using certificates = await makeCertificates();
  await using server = serve(certificates);
  const url = `https://localhost:${server.port}`;
  assertEquals(await name(url, { insecureSkipTlsVerification: true }), ROOT_NAME);
});

Deno.test("connectElastic() tells http and https apart when the URL has the wrong one", async () => {
  await using certificates = await makeCertificates();
  await using secure = serve(certificates);
  await using plain = serve();
  const noHttp = await assertRejects(() => name(`http://localhost:${secure.port}`), RequestError);
  assertStringIncludes(noHttp.message, "is it https, not http");
  const noTls = await assertRejects(() => name(`https://localhost:${plain.port}`), RequestError);
  assertStringIncludes(noTls.message, "is it http, not https");
  assertEquals([noHttp.kind, noTls.kind], ["refused", "refused"]);
});

Deno.test("connectElastic() shows its client certificate", async () => {
  await using certificates = await makeCertificates();
  const { server: { cert, key }, ca, client } = certificates;
  const options = { cert, key, ca: ca.cert, requestCert: true, rejectUnauthorized: true };
  const server = createServer(options, (_request, response) => {
    response.writeHead(200, PRODUCT);
    response.end(JSON.stringify(ROOT));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const address = server.address();
    const port = typeof address === "object" ? address?.port : undefined;
    const url = `https://localhost:${port}`;
    const trusted = { certificateAuthority: ca.cert };
    await assertRejects(() => name(url, trusted), RequestError);
    const clientCertificate = { certificate: client.cert, key: { reveal: () => client.key } };
    assertEquals(await name(url, { ...trusted, clientCertificate }), ROOT_NAME);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
});

Deno.test("connectElastic() goes through a proxy, to http and to https", async () => {
  await using certificates = await makeCertificates();
  await using secure = serve(certificates);
  await using plain = serve();
  await using proxy = startConnectProxy();
  const through = proxy.url.replace("//", "//me:pw@");
  const certificateAuthority = certificates.ca.cert;
  const settings = { proxy: through, certificateAuthority };
  assertEquals(await name(`https://localhost:${secure.port}`, settings), ROOT_NAME);
  assertEquals(await name(`http://localhost:${plain.port}`, settings), ROOT_NAME);
  assertStringIncludes(proxy.seen[0]!, `CONNECT localhost:${secure.port} `);
  assertStringIncludes(
    proxy.seen[0]!.toLowerCase(),
    `proxy-authorization: basic ${btoa("me:pw").toLowerCase()}`,
  );
});

Deno.test("connectElastic() tells what is wrong with the proxy, without its credentials", async () => {
  for (
    const [status, kind, text] of [
      [407, "unauthorised", "check the credentials in elasticsearch.proxy"],
      [403, "unavailable", "the proxy does not let this host and port through"],
    ] as const
  ) {
    await using proxy = startConnectProxy(status);
    const through = { proxy: proxy.url.replace("//", "//me:s3cret@") };
    const error = await assertRejects(() => name("http://localhost:1", through), RequestError);
    assertEquals(error.kind, kind);
    assertStringIncludes(error.message, text);
    assert(!Deno.inspect(error, { depth: 20 }).includes("s3cret"));
  }
});

Deno.test("request() gives up on an answer that stalls behind a proxy", async () => {
  const release = Promise.withResolvers<void>();
  await using server = startFaultServer(() => {
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new TextEncoder().encode('{"a":')),
      pull: async (controller) => {
        await release.promise;
        controller.close();
      },
    });
    return new Response(body, { headers: PRODUCT });
  });
  await using proxy = startConnectProxy();
  await using client = await connectElastic(
    testSettings(server.url, { proxy: proxy.url }),
    testContext(),
  );
  const request = { method: "GET", path: "/x", timeoutMs: 50 } as const;
  const error = await assertRejects(() => client.request(request), RequestError);
  release.resolve();
  assertEquals(error.kind, "unavailable");
});

Deno.test("connectElastic() gives up on a proxy that is silent", async () => {
  const { promise: accepted, resolve: accept } = Promise.withResolvers<Deno.Conn>();
  using proxy = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  proxy.accept().then(accept);
  const through = { proxy: `http://127.0.0.1:${proxy.addr.port}`, timeoutMs: 100 };
  const error = await assertRejects(() => name("http://localhost:1", through), RequestError);
  assertEquals(error.kind, "unavailable");
  assertStringIncludes(error.message, "No whole answer within 0.1 s");
  (await accepted).close();
});
