/** Prints how a run went: for people, for machines, and for the page of a CI job. */
import { EXIT } from "../cli/exit.ts";
import { reportMarkdown, reportText } from "../cli/report.ts";
import { plainJson } from "../cli/plain_text.ts";
import type { Session } from "../cli/session.ts";
import { messageOf } from "../errors.ts";
import type { RunResult } from "./run_facts.ts";
import { tellEnd } from "./watchers.ts";

/**
 * The summary goes to stdout, unless documents do. With `--quiet` a run that went well says
 * nothing, so that cron sends mail only when there is something to read.
 */
export async function printResult(
  session: Session,
  { summary, exitCode, sample }: RunResult,
  { json }: { readonly json: boolean },
): Promise<void> {
  const { context, config, quiet, redact } = session;
  const { output } = config;
  const documentsOnStdout = output.kind !== "elasticsearch" && output.path === "-";
  const stream = documentsOnStdout ? context.stderr : context.stdout;
  if (json) await stream.write(redact(plainJson(JSON.stringify(summary))) + "\n");
  else if (!quiet || exitCode !== EXIT.done) await stream.write(redact(reportText(summary)));
  for (const line of sample) {
    await stream.write(`\n${redact(plainJson(JSON.stringify(JSON.parse(line), null, 2)))}\n`);
  }
  await writeStepSummary(session, reportMarkdown(summary));
  await tellEnd(session, summary);
}

/** A page that cannot be written does not make a good run a bad one. */
async function writeStepSummary({ context, redact }: Session, text: string): Promise<void> {
  const page = context.env["GITHUB_STEP_SUMMARY"];
  if (page === undefined || page === "") return;
  try {
    await Deno.writeTextFile(page, redact(text), { append: true });
  } catch (error) {
    context.log.warn(`Cannot write the summary to "${page}"`, {
      "error.message": messageOf(error),
    });
  }
}
