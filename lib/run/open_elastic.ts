/** Elasticsearch as an output, from the configuration. */
import type { Session } from "../cli/session.ts";
import { elasticsearchSettings } from "../config/servers.ts";
import type { Context } from "../context.ts";
import { BULK_DEFAULTS, type BulkWriter, createBulkWriter } from "../elastic/bulk.ts";
import { checkAssets } from "../elastic/check_assets.ts";
import { confirmDocuments } from "../elastic/confirm.ts";
import { connectElastic, type ElasticClient } from "../elastic/client.ts";
import { acquireLease } from "../elastic/lease.ts";
import { keepsHistory, withHistory } from "../elastic/history.ts";
import { journalStream } from "../elastic/journal_stream.ts";
import { latestIndex } from "../elastic/latest_index.ts";
import { namesOf } from "../elastic/names.ts";
import type { ElasticAuth, ElasticSettings } from "../elastic/settings.ts";
import { elasticState } from "../elastic/state.ts";
import { PATIENT, type RetryPolicy } from "../retry.ts";
import { readOptional } from "./files.ts";
import { LEDGERS, type OpenOutput, type OutputScope } from "./output.ts";

type Elasticsearch = Session["config"]["elasticsearch"];

export function authOf({ api_key: apiKey, username, password }: Elasticsearch): ElasticAuth {
  if (apiKey !== undefined) return { kind: "api_key", apiKey };
  if (username === undefined || password === undefined) return { kind: "none" };
  return { kind: "basic", username, password };
}

/** No pause may outlast the run. */
function retryPolicy({ deadline }: Session): RetryPolicy {
  return { ...PATIENT, deadline };
}

async function settingsOf(session: Session): Promise<ElasticSettings> {
  const settings = elasticsearchSettings(session.config);
  const [certificateAuthority, certificate, key] = await Promise.all([
    readOptional(settings.ca_file),
    readOptional(settings.client_certificate_file),
    readOptional(settings.client_key_file),
  ]);
  return {
    urls: settings.url,
    auth: authOf(settings),
    certificateAuthority,
    clientCertificate: certificate !== undefined && key !== undefined
      ? { certificate, key: { reveal: () => key } }
      : undefined,
    proxy: settings.proxy,
    timeoutMs: settings.timeout,
    compression: settings.compression,
    insecureSkipTlsVerification: settings.insecure_skip_tls_verification,
    userAgent: `ti-misp/${session.context.version}`,
    retry: retryPolicy(session),
  };
}

export async function connect(session: Session, context: Context): Promise<ElasticClient> {
  return await connectElastic(await settingsOf(session), context);
}

/** Data streams that this run appends to; `_bulk` would make a plain index without a template. */
function streamsOf({ config: { elasticsearch } }: Session, { keeps }: OutputScope): string[] {
  const names = namesOf(elasticsearch.namespace);
  if (keeps === "journal") return [names.journal];
  return keepsHistory(elasticsearch) ? [names.history] : [];
}

function keptBy(
  { config: { elasticsearch, documents }, context }: Session,
  client: ElasticClient,
  bulk: BulkWriter,
  { keeps, instance }: OutputScope,
): Pick<OpenOutput, "name" | "target" | "attributesOf" | "confirm"> {
  const names = namesOf(elasticsearch.namespace);
  if (keeps === "journal") {
    const stream = names.journal;
    return { name: stream, ...journalStream(client, bulk, { stream, instance }) };
  }
  const transformed = elasticsearch.latest === "transform";
  const latest = latestIndex(client, bulk, { names, instance, transformed });
  const target = keepsHistory(elasticsearch)
    ? withHistory(latest, bulk, {
      stream: names.history,
      direct: !transformed,
      now: context.clock.now(),
    })
    : latest;
  const index = names.latest;
  const confirm = documents.timestamp === "modified"
    ? undefined
    : (except: readonly string[], now: number) =>
      confirmDocuments(client, bulk, { index, instance, now, except });
  return { name: index, target, async *attributesOf() {}, confirm };
}

/** Connects, checks that the assets are there, and takes the lease. */
export async function openElastic(
  session: Session,
  context: Context,
  scope: OutputScope,
): Promise<OpenOutput> {
  const { elasticsearch } = session.config;
  const names = namesOf(elasticsearch.namespace);
  await using opened = new AsyncDisposableStack();
  const client = opened.use(await connect(session, context));
  await checkAssets(client, names, streamsOf(session, scope));
  const runScope = { ...scope, index: names.state };
  if (scope.exclusive) {
    const { runId, controller } = scope;
    const durationMs = session.config.run.lease;
    // Three renewals may fail before it expires.
    const renewalMs = Math.max(1000, Math.floor(durationMs / 4));
    const request = { scope: runScope, runId, controller, durationMs, renewalMs };
    opened.use(await acquireLease(client, context, request));
  }
  const bulk = createBulkWriter(client, context, {
    ...BULK_DEFAULTS,
    maxBytes: elasticsearch.bulk_bytes,
    concurrency: elasticsearch.bulk_concurrency,
    retry: retryPolicy(session),
  });
  const kept = opened.move();
  return {
    ...keptBy(session, client, bulk, scope),
    state: elasticState(client, bulk, runScope, LEDGERS[scope.keeps]),
    get traffic() {
      return client.traffic;
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}
