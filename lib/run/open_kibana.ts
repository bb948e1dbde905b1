/** Kibana from the configuration; undefined where none is configured. */
import type { Session } from "../cli/session.ts";
import { authHeader } from "../elastic/settings.ts";
import { KibanaClient } from "../kibana/client.ts";
import { PATIENT } from "../retry.ts";
import { readOptional } from "./files.ts";
import { authOf } from "./open_elastic.ts";

export async function openKibana(session: Session): Promise<KibanaClient | undefined> {
  const { config: { kibana, elasticsearch }, context, deadline } = session;
  if (kibana.url === undefined) return undefined;
  const [certificateAuthority, certificate, key] = await Promise.all([
    readOptional(kibana.ca_file),
    readOptional(kibana.client_certificate_file),
    readOptional(kibana.client_key_file),
  ]);
  const auth = kibana.api_key === undefined
    ? authOf(elasticsearch)
    : { kind: "api_key", apiKey: kibana.api_key } as const;
  return new KibanaClient(context, {
    url: kibana.url,
    space: kibana.space,
    authorization: authHeader({ auth, urls: [] }),
    certificateAuthority,
    clientCertificate: certificate !== undefined && key !== undefined
      ? { certificate, key }
      : undefined,
    proxy: kibana.proxy,
    insecureSkipTlsVerification: kibana.insecure_skip_tls_verification,
    timeoutMs: kibana.timeout,
    userAgent: `ti-misp/${context.version}`,
    retry: { ...PATIENT, deadline },
  });
}
