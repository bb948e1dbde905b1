import type { Fault } from "./fault.ts";
import { changed } from "./faults.ts";
import { isRecord } from "./request.ts";
import type { WireAnswer } from "./wire.ts";

export type JsonRow = Record<string, unknown>;

/**
 * Rewrites the rows of a search or an index; any other answer passes unchanged. Rows are what a reader
 * sees: `Attribute` of an attribute search, `{"Event": …}` and the like of the others.
 */
export function mappedRows(change: (rows: readonly JsonRow[]) => readonly unknown[]): Fault {
  return changed(async (answer) => {
    const text = await textOf(answer);
    const rewritten = rewrite(text, change) ?? text;
    const chunks = [new TextEncoder().encode(rewritten)];
    return { ...answer, chunks, length: chunks[0]?.length ?? 0 };
  });
}

function rewrite(
  text: string,
  change: (rows: readonly JsonRow[]) => readonly unknown[],
): string | undefined {
  if (!text.startsWith("{") && !text.startsWith("[")) return undefined;
  const body: unknown = JSON.parse(text);
  if (Array.isArray(body)) return JSON.stringify(change(body), null, 4);
  const response = isRecord(body) ? body["response"] : undefined;
  if (Array.isArray(response)) return `${JSON.stringify({ response: change(response) })}\n`;
  const rows = isRecord(response) ? response["Attribute"] : undefined;
  return Array.isArray(rows)
    ? `${JSON.stringify({ response: { Attribute: change(rows) } })}\n`
    : undefined;
}

async function textOf(answer: WireAnswer): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of answer.chunks) text += decoder.decode(chunk, { stream: true });
  return text + decoder.decode();
}

/** Every row twice, one after the other. */
export function duplicateRows(): Fault {
  return mappedRows((rows) => rows.flatMap((row) => [row, row]));
}

/** Adds a copy of the first row that says it is of an event nobody asked for. */
export function foreignRows(
  eventId = "999999",
  eventUuid = "ffffffff-ffff-4fff-8fff-ffffffffffff",
): Fault {
  return mappedRows((rows) => {
    const [first] = rows;
    if (first === undefined) return rows;
    const event = isRecord(first["Event"])
      ? { Event: { ...first["Event"], id: eventId, uuid: eventUuid } }
      : {};
    return [...rows, { ...first, id: "999999", uuid: eventUuid, event_id: eventId, ...event }];
  });
}

/** One field of one row (the first unless told) with a value of another type, or gone when undefined. */
export function wrongType(field: string, value: unknown, index = 0): Fault {
  return mappedRows((rows) =>
    rows.map((row, at) => {
      if (at !== index) return row;
      const { [field]: _old, ...rest } = row;
      return value === undefined ? rest : { ...rest, [field]: value };
    })
  );
}

/** A row that is no object at all, in front of the others. */
export function alienRow(row: unknown): Fault {
  return mappedRows((rows) => [row, ...rows]);
}
