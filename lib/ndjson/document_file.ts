/** A file of documents, one a line, as the pipeline's target. */
import type { DueDocument, Expiries, Operation, Target, WriteResult } from "../sync/types.ts";
import { DocumentIndex, type FiledDocument } from "./document_index.ts";
import { markedLine } from "./marked_line.ts";
import { pathExists } from "./path_exists.ts";
import { readLines } from "./read_lines.ts";
import { Replacement } from "./replacement.ts";

export interface DocumentFileOptions {
  readonly path: string;
  readonly instance: string;
  /** Called when the file is in place: for what must never be ahead of it. */
  readonly onCommit: () => Promise<void>;
}

/** Enough lines to make copying cheap, few enough to hold. */
const LINES_PER_COPY = 1000;
/** As many as a search gives at a time. */
const DOCUMENTS_PER_PAGE = 10_000;

/**
 * Documents that a run neither writes nor deletes stay, those of other instances too. A run names
 * each document in one `index` operation at most. A document's state is its line in the old file.
 */
export class DocumentFile implements Target, AsyncDisposable {
  readonly #options: DocumentFileOptions;
  readonly #index: DocumentIndex;
  /** Lines of the old file that are not in the new one. */
  readonly #dropped = new Set<number>();
  readonly #marked = new Set<number>();
  #replacement: Promise<Replacement> | undefined;
  #bytesRead = 0;
  #bytesWritten = 0;

  constructor(options: DocumentFileOptions) {
    this.#options = options;
    this.#index = new DocumentIndex(options.instance);
  }

  get traffic() {
    return { requests: 0, bytesRead: this.#bytesRead, bytesWritten: this.#bytesWritten };
  }

  async prepare(): Promise<number> {
    const { path } = this.#options;
    let number = 0;
    for await (const line of readLines(path)) {
      this.#bytesRead += line.length + 1;
      try {
        this.#index.add(line, number++);
      } catch (error) {
        throw new Error(
          `Line ${number} of "${path}" is no JSON: give another file, or delete this one and run ` +
            "again",
          { cause: error },
        );
      }
    }
    return this.#index.size;
  }

  async *indexed(events: readonly string[]) {
    for (const event of events) {
      const documents = this.#index.documents(event);
      if (documents.length > 0) {
        yield documents.map(({ id, hash, event }) => ({ id, hash, event, state: undefined }));
      }
    }
  }

  async *events() {
    yield* this.#index.events();
  }

  async *due(now: number, keepMs: number): AsyncGenerator<readonly DueDocument[]> {
    const due = this.#remaining(({ end, marked }) => end <= now - (marked ? keepMs : 0));
    for (let start = 0; start < due.length; start += DOCUMENTS_PER_PAGE) {
      yield due.slice(start, start + DOCUMENTS_PER_PAGE).map(dueDocumentOf);
    }
  }

  expiries(from: number, until: number): Promise<Expiries> {
    const ending = this.#remaining(({ end }) => end > from && end <= until);
    return Promise.resolve({
      total: ending.length,
      byRule: countsBy(ending, ({ rule }) => rule),
      byType: countsBy(ending, ({ type }) => type),
    });
  }

  async write(operations: readonly Operation[]): Promise<WriteResult> {
    const replacement = await this.#begin();
    const skipped = operations.filter((operation) => !this.#apply(operation));
    const text = operations
      .map((operation) => "line" in operation ? `${operation.line}\n` : "")
      .join("");
    this.#bytesWritten += text.length;
    await replacement.write(text);
    return { acknowledged: operations.length - skipped.length, rejected: [], skipped };
  }

  /** Nothing is written when nothing has changed. */
  async commit(): Promise<void> {
    const { path, onCommit } = this.#options;
    if (this.#replacement !== undefined || !await pathExists(path)) {
      const replacement = await this.#begin();
      await this.#copyKept(replacement);
      await replacement.commit();
    }
    await onCommit();
  }

  #begin(): Promise<Replacement> {
    return this.#replacement ??= Replacement.create(this.#options.path);
  }

  /** False when there is nothing to delete or to mark. */
  #apply(operation: Operation): boolean {
    const found = this.#index.find(operation.event, operation.id);
    const line = found?.line;
    const there = line !== undefined && !this.#dropped.has(line);
    if ("line" in operation) {
      if (line !== undefined) this.#dropped.add(line);
      return true;
    }
    if (!there || (operation.onlyIf?.seqNo ?? line) !== line) return false;
    if (operation.action === "mark") this.#marked.add(line);
    else this.#dropped.add(line);
    return true;
  }

  #remaining(wanted: (document: FiledDocument) => boolean): readonly FiledDocument[] {
    return this.#index.all()
      .filter((document) => wanted(document) && !this.#dropped.has(document.line))
      .toArray();
  }

  async #copyKept(replacement: Replacement): Promise<void> {
    let number = 0;
    let kept: string[] = [];
    for await (const line of readLines(this.#options.path)) {
      if (!this.#dropped.has(number)) {
        kept.push(`${this.#marked.has(number) ? markedLine(line) : line}\n`);
      }
      number++;
      if (kept.length < LINES_PER_COPY) continue;
      await replacement.write(kept.join(""));
      kept = [];
    }
    await replacement.write(kept.join(""));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const replacement = await this.#replacement?.catch(() => undefined);
    await replacement?.[Symbol.asyncDispose]();
  }
}

function dueDocumentOf({ id, event, line, rule, type, marked }: FiledDocument): DueDocument {
  return { id, event, state: { seqNo: line, primaryTerm: 1 }, rule, type, marked };
}

function countsBy(
  documents: readonly FiledDocument[],
  by: (document: FiledDocument) => string,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const document of documents) {
    counts.set(by(document), (counts.get(by(document)) ?? 0) + 1);
  }
  return counts;
}
