/** Those who watch runs from outside: a watchdog, Prometheus, the page of a CI job. */
import { errorAnnotation, inGithubActions } from "../cli/annotations.ts";
import { EXIT } from "../cli/exit.ts";
import { metricsText } from "../cli/metrics.ts";
import { ping } from "../cli/ping.ts";
import { replaceFile } from "../cli/replace_file.ts";
import { reportText } from "../cli/report.ts";
import type { Session } from "../cli/session.ts";
import { messageOf } from "../errors.ts";
import type { Summary } from "../sync/summary.ts";

/** A rehearsal is nobody's business. */
export async function tellStart(
  { context, config }: Session,
  { dryRun }: { readonly dryRun: boolean },
): Promise<void> {
  if (!dryRun) await ping(context, config.run.ping_url, "start");
}

/** Tells all of them how the run ended; none of them can make it fail. */
export async function tellEnd(session: Session, summary: Summary): Promise<void> {
  const { context, config, redact } = session;
  const failed = summary.exit_code !== EXIT.done;
  if (failed && inGithubActions(context.env)) {
    const message = redact(summary.error ?? `Ended as ${summary.outcome}`);
    context.stderr.writeSync(errorAnnotation({ title: `ti-misp ${summary.command}`, message }));
  }
  if (summary.dry_run) return;
  await writeMetrics(session, summary);
  const event = failed ? "fail" : "success";
  await ping(context, config.run.ping_url, event, redact(reportText(summary)));
}

async function writeMetrics({ context, config }: Session, summary: Summary): Promise<void> {
  const { metrics_file: file } = config.run;
  if (file === undefined) return;
  try {
    await replaceFile(file, metricsText(summary, await textOf(file)));
  } catch (error) {
    context.log.warn("Cannot write run.metrics_file", {
      "event.action": "metrics",
      "error.message": messageOf(error),
    });
  }
}

/** Empty where there is no file yet. */
async function textOf(file: string): Promise<string> {
  try {
    return await Deno.readTextFile(file);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  }
}
