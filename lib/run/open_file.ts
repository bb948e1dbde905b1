/** A file or stdout as an output, from the configuration. */
import type { Session } from "../cli/session.ts";
import type { OutputSetting } from "../config/values.ts";
import type { Context } from "../context.ts";
import { namesOf } from "../elastic/names.ts";
import { openNdjson } from "../ndjson/open_ndjson.ts";
import { LEDGERS, type OpenOutput, type OutputScope } from "./output.ts";

export type FileOutput = Exclude<OutputSetting, { readonly kind: "elasticsearch" }>;

export async function openFile(
  session: Session,
  context: Context,
  scope: OutputScope,
  { kind, path }: FileOutput,
): Promise<OpenOutput> {
  const names = namesOf(session.config.elasticsearch.namespace);
  const isJournal = scope.keeps === "journal";
  const opened = await openNdjson(context, {
    ...scope,
    kind,
    path,
    ledgerOf: LEDGERS[scope.keeps],
    index: isJournal ? names.journal : names.latest,
    whole: isJournal,
  });
  return {
    name: path,
    target: opened.target,
    state: opened.state,
    // A journal in a file begins anew with each run: it remembers no event that is gone.
    async *attributesOf() {},
    get traffic() {
      return opened.target.traffic;
    },
    [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
  };
}
