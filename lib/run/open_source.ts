/** The source that the configuration names, connected. */
import type { Session } from "../cli/session.ts";
import { mispSettings } from "../config/servers.ts";
import type { Context } from "../context.ts";
import { apiSource } from "../misp/api_source.ts";
import { MispClient, type MispSettings } from "../misp/client.ts";
import { feedDirectory, feedUrl } from "../misp/feed_files.ts";
import { feedSource } from "../misp/feed_source.ts";
import type { HttpSettings } from "../misp/http.ts";
import type { Source } from "../sync/types.ts";
import { readOptional } from "./files.ts";

export interface OpenSource extends Disposable {
  readonly source: Source;
  /** The API client, for what only it can tell; undefined for a feed. */
  readonly client: MispClient | undefined;
}

type MispConfig = Session["config"]["misp"];

async function httpSettings(misp: MispConfig): Promise<HttpSettings> {
  const [certificateAuthority, certificate, key] = await Promise.all([
    readOptional(misp.ca_file),
    readOptional(misp.client_certificate_file),
    readOptional(misp.client_key_file),
  ]);
  return {
    certificateAuthority,
    clientCertificate: certificate !== undefined && key !== undefined
      ? { certificate, key }
      : undefined,
    proxy: misp.proxy,
    insecureSkipTlsVerification: misp.insecure_skip_tls_verification,
  };
}

async function clientSettings(
  { config, context, deadline }: Session,
  url: string,
): Promise<MispSettings> {
  return {
    ...await httpSettings(config.misp),
    url,
    timeoutMs: config.misp.timeout,
    userAgent: `ti-misp/${context.version}`,
    deadline,
  };
}

export async function openSource(session: Session, context: Context): Promise<OpenSource> {
  const { config } = session;
  const instance = config.elasticsearch.instance ?? "misp";
  if (config.source.kind === "api") {
    const { url, api_key: apiKey } = mispSettings(config);
    const client = new MispClient(context, {
      ...await clientSettings(session, url),
      apiKey,
    });
    const source = apiSource(context, client, {
      instance,
      attributesPerRequest: config.misp.attributes_per_request,
      concurrency: config.misp.concurrency,
      page: {
        warninglists: config.select.warninglists === "drop",
        attachments: config.documents.attachments,
      },
    });
    return { source, client, [Symbol.dispose]: () => client[Symbol.dispose]() };
  }
  const { location } = config.source;
  if (!/^https?:/.test(location)) {
    const files = feedDirectory(location.replace(/\/+$/, ""));
    return { source: feedSource(instance, files), client: undefined, [Symbol.dispose]: () => {} };
  }
  const url = location.replace(/\/+$/, "");
  const client = new MispClient(context, await clientSettings(session, url));
  return {
    source: feedSource(instance, feedUrl(client)),
    client: undefined,
    [Symbol.dispose]: () => client[Symbol.dispose](),
  };
}
