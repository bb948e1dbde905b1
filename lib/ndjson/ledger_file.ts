/** Ledger and last runs in a file beside the documents. */
import type { LedgerEntry, RunRecord, State } from "../sync/types.ts";
import { entryLine, type LedgerScope, parseLedgerLine, runLine } from "./ledger_lines.ts";
import { readLines } from "./read_lines.ts";
import { Replacement } from "./replacement.ts";

export interface LedgerFile extends State {
  /** Makes what was saved count: called once the documents are in place. */
  commit(): Promise<void>;
}

interface Contents {
  readonly entries: Map<string, LedgerEntry>;
  /** Lines of other commands, instances and shards, kept as they are. */
  readonly foreign: string[];
  run: RunRecord | undefined;
  bytesRead: number;
}

/** In order; an entry that is undefined is removed. */
type Change = readonly [uuid: string, entry: LedgerEntry | undefined];

/**
 * What is saved before `commit` is forgotten when there is none: the documents it speaks of were
 * not put in place either. `saveRun` counts at once.
 */
export async function openLedgerFile(
  path: string,
  scope: LedgerScope,
  options: { readonly believed: boolean },
): Promise<LedgerFile> {
  const contents = emptyLedger();
  if (options.believed) await readLedger(path, scope, contents);
  const pending: Change[] = [];
  let bytesWritten = 0;
  const store = async () => {
    bytesWritten += await writeLedger(path, scope, contents);
  };
  return {
    ledger: {
      async *read() {
        if (contents.entries.size > 0) yield [...contents.entries.values()];
      },
      save(entries) {
        for (const entry of entries) pending.push([entry.uuid, entry]);
        return Promise.resolve();
      },
      remove(uuids) {
        for (const uuid of uuids) pending.push([uuid, undefined]);
        return Promise.resolve();
      },
    },
    async commit() {
      if (pending.length === 0) return;
      for (const [uuid, entry] of pending.splice(0)) {
        if (entry === undefined) contents.entries.delete(uuid);
        else contents.entries.set(uuid, entry);
      }
      await store();
    },
    lastRun: () => Promise.resolve(contents.run),
    async saveRun(run) {
      contents.run = run;
      await store();
    },
    get traffic() {
      return { requests: 0, bytesRead: contents.bytesRead, bytesWritten };
    },
  };
}

function emptyLedger(): Contents {
  return { entries: new Map(), foreign: [], run: undefined, bytesRead: 0 };
}

async function readLedger(path: string, scope: LedgerScope, contents: Contents): Promise<void> {
  let number = 0;
  for await (const line of readLines(path)) {
    number++;
    contents.bytesRead += line.length + 1;
    try {
      const parsed = parseLedgerLine(line, scope);
      if (parsed.kind === "event") contents.entries.set(parsed.entry.uuid, parsed.entry);
      else if (parsed.kind === "run") contents.run = parsed.run;
      else contents.foreign.push(`${line}\n`);
    } catch (error) {
      throw new Error(
        `Line ${number} of "${path}" is no JSON: delete the file, and the next run makes it again`,
        { cause: error },
      );
    }
  }
}

/** The number of characters written. */
async function writeLedger(
  path: string,
  scope: LedgerScope,
  { entries, foreign, run }: Contents,
): Promise<number> {
  await using replacement = await Replacement.create(path);
  await replacement.write(foreign.join(""));
  let text = "";
  for (const entry of entries.values()) {
    text += entryLine(scope, entry);
    if (text.length < 1_000_000) continue;
    await replacement.write(text);
    text = "";
  }
  await replacement.write(text + (run === undefined ? "" : runLine(run)));
  await replacement.commit();
  return replacement.bytes;
}
