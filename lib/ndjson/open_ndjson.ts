/** NDJSON as an output: `ndjson:FILE`, `bulk:FILE`, and `-` for stdout. */
import type { Context } from "../context.ts";
import type { State, Target } from "../sync/types.ts";
import { DocumentFile } from "./document_file.ts";
import { lockFile } from "./file_lock.ts";
import { openLedgerFile } from "./ledger_file.ts";
import type { LedgerScope } from "./ledger_lines.ts";
import { LineWriter } from "./line_writer.ts";
import { noState } from "./no_state.ts";
import { pathExists } from "./path_exists.ts";
import { Replacement } from "./replacement.ts";
import { bulkLines, documentLine, streamTarget } from "./stream_target.ts";

export interface NdjsonSettings extends LedgerScope {
  /** Documents, or `_bulk` lines. */
  readonly kind: "ndjson" | "bulk";
  /** `-` is stdout. */
  readonly path: string;
  /** Named in `_bulk` lines. */
  readonly index: string;
  /** Whether a file holds all that one run gives, rather than being kept up to date. */
  readonly whole: boolean;
}

export interface NdjsonOutput extends AsyncDisposable {
  readonly target: Target;
  readonly state: State;
}

export type NdjsonContext = Pick<Context, "clock" | "host" | "stdout">;

/**
 * Opens the output for one run. A file is replaced when the target is committed; one that is only
 * disposed of stays as it was.
 *
 * @throws LeaseHeldError when another run writes the file.
 */
export async function openNdjson(
  context: NdjsonContext,
  settings: NdjsonSettings,
): Promise<NdjsonOutput> {
  if (settings.path === "-") return openStdout(context, settings);
  await using opened = new AsyncDisposableStack();
  const path = await plainPath(settings.path);
  opened.use(await lockFile(path, context));
  return settings.whole || settings.kind === "bulk"
    ? await openWholeFile(path, settings, opened)
    : await openDocumentFile(path, settings, opened);
}

function formatOf({ kind, index }: NdjsonSettings) {
  return kind === "bulk" ? bulkLines(index) : documentLine;
}

function openStdout({ stdout }: NdjsonContext, settings: NdjsonSettings): NdjsonOutput {
  const lines = new LineWriter(async (text) => {
    try {
      await stdout.write(text);
    } catch (error) {
      throw new Error("Cannot write documents to stdout: has its reader gone?", { cause: error });
    }
  });
  const outlet = {
    write: (text: string) => lines.write(text),
    commit: () => Promise.resolve(),
  };
  return {
    target: streamTarget(outlet, formatOf(settings)),
    state: noState(),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

async function openWholeFile(
  path: string,
  settings: NdjsonSettings,
  opened: AsyncDisposableStack,
): Promise<NdjsonOutput> {
  const replacement = opened.use(await Replacement.create(path));
  const kept = opened.move();
  return {
    target: streamTarget(replacement, formatOf(settings)),
    state: noState(),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

async function openDocumentFile(
  path: string,
  settings: NdjsonSettings,
  opened: AsyncDisposableStack,
): Promise<NdjsonOutput> {
  const { instance } = settings;
  const ledgerPath = `${path}.ledger.ndjson`;
  // Without its documents a ledger would say that all is done.
  const ledger = await openLedgerFile(ledgerPath, settings, { believed: await pathExists(path) });
  const onCommit = () => ledger.commit();
  const target = opened.use(new DocumentFile({ path, instance, onCommit }));
  const kept = opened.move();
  return { target, state: ledger, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}

/** Where the file really is: a link stays a link. Only plain files can be replaced. */
async function plainPath(path: string): Promise<string> {
  try {
    const { isFile } = await Deno.stat(path);
    if (isFile) return await Deno.realPath(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return path;
    throw new Error(`Cannot look at "${path}"`, { cause: error });
  }
  throw new Error(`"${path}" is not a plain file: write to "-" for stdout, and send that on`);
}
