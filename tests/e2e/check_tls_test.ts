import { assertEquals, assertMatch } from "@std/assert";
import { makeCertificates } from "../support/certificates.ts";
import { check, levels, textOf, withMisp } from "./check_lab.ts";

Deno.test("check tells a certificate that nobody vouches for, and the setting that does", async () => {
  await using certificates = await makeCertificates();
  await withMisp({ tls: certificates.server }, async (_, env) => {
    const untrusted = await check(env);
    assertEquals([untrusted.code, levels(untrusted, "MISP")["Reachable"]], [1, "error"]);
    assertMatch(textOf(untrusted, "Reachable"), /set misp\.ca_file/);

    const caFile = `${env["TI_MISP_RUN_DEAD_LETTERS"]}.pem`;
    await Deno.writeTextFile(caFile, certificates.ca.cert);
    const trusted = await check({ ...env, TI_MISP_MISP_CA_FILE: caFile });
    assertEquals([trusted.code, levels(trusted, "MISP")["Reachable"]], [0, "ok"]);
    assertMatch(textOf(trusted, "Reachable"), /with a certificate that is trusted/);

    const unverified = await check({ ...env, TI_MISP_MISP_INSECURE_SKIP_TLS_VERIFICATION: "true" });
    assertEquals([unverified.code, levels(unverified, "Configuration")["Security"]], [
      0,
      "warning",
    ]);
  });
});
