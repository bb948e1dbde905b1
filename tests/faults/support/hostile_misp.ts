/** A MISP whose rows are not what MISP would ever send. */
import type { Fault } from "../../support/fake_misp/fault.ts";
import { changed } from "../../support/fake_misp/faults.ts";
import { NESTED_TEN_THOUSAND } from "./hostile_texts.ts";

export type Row = Readonly<Record<string, unknown>>;

/** Stands for something too deep to be written by `JSON.stringify()`. */
export const DEEP = "@@ten thousand deep@@";

/**
 * Rewrites the rows of every list that MISP sends, by their uuid; a row that `change` gives
 * undefined for stays as it is.
 */
export function rewrittenRows(change: (uuid: string) => Row | undefined): Fault {
  return changed(async (answer) => {
    const text = await new Response(ReadableStream.from(answer.chunks)).text();
    if (!text.includes('"uuid"')) {
      const bytes = new TextEncoder().encode(text);
      return { ...answer, chunks: [bytes], length: bytes.length };
    }
    const rewritten = JSON.stringify(rewrite(JSON.parse(text), change), undefined, 0)
      .replaceAll(`"${DEEP}"`, NESTED_TEN_THOUSAND);
    const bytes = new TextEncoder().encode(rewritten);
    return { ...answer, chunks: [bytes], length: bytes.length };
  });
}

function rewrite(value: unknown, change: (uuid: string) => Row | undefined): unknown {
  if (Array.isArray(value)) return value.map((each) => rewrite(each, change));
  if (typeof value !== "object" || value === null) return value;
  const row = Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, rewrite(inner, change)]),
  );
  const uuid: unknown = row["uuid"];
  const more = typeof uuid === "string" ? change(uuid) : undefined;
  return more === undefined ? row : withOwn(row, more);
}

/** Also members of names such as `__proto__`, which an assignment would not make. */
function withOwn(row: Row, more: Row): Row {
  return Object.fromEntries([...Object.entries(row), ...Object.entries(more)]);
}
