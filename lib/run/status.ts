/** Tells how things stand: the last runs, the documents and when they end. Changes nothing. */
import { EXIT } from "../cli/exit.ts";
import { replaceFile } from "../cli/replace_file.ts";
import { plainJson } from "../cli/plain_text.ts";
import type { Session } from "../cli/session.ts";
import { styleFor } from "../cli/style.ts";
import type { Config } from "../config/schema.ts";
import type { Server } from "../config/servers.ts";
import { namesOf } from "../elastic/names.ts";
import { readRuns } from "../elastic/run_records.ts";
import { countIndex } from "../elastic/status_counts.ts";
import { countLedger } from "../elastic/status_ledger.ts";
import { connect } from "./open_elastic.ts";
import { measureLag } from "./status/lag.ts";
import { statusPage } from "./status/page.ts";
import { reportOf, type StatusReport } from "./status/report.ts";
import { runStatus } from "./status/run_status.ts";
import { statusText } from "./status/text.ts";

export interface StatusOptions {
  readonly json: boolean;
  /** Where a page is written, `-` for stdout; undefined for none. */
  readonly html: string | undefined;
}

/** MISP only tells the lag, and is asked where it is configured. */
export function serversOfStatus({ source, misp }: Config): readonly Server[] {
  const hasKey = misp.api_key ?? misp.api_key_file ?? misp.api_key_command;
  const hasMisp = source.kind === "api" && misp.url !== undefined && hasKey !== undefined;
  return ["elasticsearch", ...hasMisp ? ["misp"] as const : []];
}

export async function runStatusCommand(
  session: Session,
  { json, html }: StatusOptions,
): Promise<number> {
  const { context: { stdout, env }, quiet, redact } = session;
  const report = await gather(session);
  const page = html === undefined ? undefined : redact(statusPage(report));
  if (html === "-") await stdout.write(page ?? "");
  else {
    if (html !== undefined) await replaceFile(html, page ?? "");
    if (json) await stdout.write(`${redact(plainJson(JSON.stringify(report)))}\n`);
    else if (!quiet) await stdout.write(redact(statusText(report, styleFor(stdout, env))));
  }
  return EXIT.done;
}

async function gather(session: Session): Promise<StatusReport> {
  const { config, context } = session;
  const { namespace, instance } = config.elasticsearch;
  const names = namesOf(namespace);
  const now = context.clock.now();
  await using client = await connect(session, context);
  const runs = await readRuns(client, names.state);
  const [ledger, counts] = await Promise.all([
    countLedger(client, names.state),
    countIndex(client, names.latest, { instance, now }),
  ]);
  return reportOf({
    now,
    server: client.flavour.name,
    namespace,
    runs: runs.map(runStatus),
    ledger,
    counts,
    lag: await measureLag(session, { runs, newestPublication: counts.newestPublication }),
  });
}
