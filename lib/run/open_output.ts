/** The output that the configuration names, opened for one run. */
import type { Session } from "../cli/session.ts";
import type { Context } from "../context.ts";
import { openElastic } from "./open_elastic.ts";
import { openFile } from "./open_file.ts";
import type { OpenOutput, OutputScope } from "./output.ts";

export function openOutput(
  session: Session,
  context: Context,
  scope: OutputScope,
): Promise<OpenOutput> {
  const { output } = session.config;
  return output.kind === "elasticsearch"
    ? openElastic(session, context, scope)
    : openFile(session, context, scope, output);
}
