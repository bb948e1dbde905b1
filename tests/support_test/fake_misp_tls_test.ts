import { assertEquals, assertRejects } from "@std/assert";
import { makeCertificates } from "../support/certificates.ts";
import { FakeMisp } from "../support/fake_misp/server.ts";

type HttpClientOptions = Parameters<typeof Deno.createHttpClient>[0];

async function version(misp: FakeMisp, options: HttpClientOptions): Promise<number> {
  using client = Deno.createHttpClient(options);
  const headers = { Authorization: misp.key, Accept: "application/json" };
  const response = await fetch(`${misp.url}/servers/getVersion`, { headers, client });
  await response.body?.cancel();
  return response.status;
}

Deno.test("FakeMisp.start() with tls is trusted by those who know the CA only", async () => {
  await using certificates = await makeCertificates();
  const { ca, server: tls } = certificates;
  await using misp = await FakeMisp.start({ tls });
  assertEquals(await version(misp, { caCerts: [ca.cert] }), 200);
  await assertRejects(() => version(misp, {}), TypeError);
});

Deno.test("FakeMisp.start() with a client CA asks for a client certificate", async () => {
  await using certificates = await makeCertificates();
  const { ca, server, client } = certificates;
  await using misp = await FakeMisp.start({ tls: { ...server, ca: ca.cert } });
  const { cert, key } = client;
  assertEquals(await version(misp, { caCerts: [ca.cert], cert, key }), 200);
  await assertRejects(() => version(misp, { caCerts: [ca.cert] }), TypeError);
});
